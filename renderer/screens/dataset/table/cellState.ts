// How a cell of the file was read, by its text alone: as a value, as missing, or, in a numeric column, as text that is not a number and
// therefore counts as missing.

import type { ColumnType } from '../../../../app/contract/table/columnType.ts';
import type { Dialect } from '../../../../app/contract/table/reading.ts';

/** missing: empty, or a spelling of a missing value. strange: not of the column's type, so it was read as missing. */
export type CellState = 'value' | 'missing' | 'strange';

export type CellReader = (value: string | null, type: ColumnType) => CellState;

export function cellReader({ missing, decimal, thousands }: Dialect): CellReader {
  const spelled = new Set(missing.map((one) => one.trim().toLowerCase()));
  const isNumber = numberTest(decimal, thousands);
  return (value, type) => {
    if (value === null) return 'missing';
    const bare = value.trim();
    if (bare === '' || spelled.has(bare.toLowerCase())) return 'missing';
    return type === 'number' && !isNumber(bare) ? 'strange' : 'value';
  };
}

/** As lenient as the backend, since text that the backend reads as a number must not be marked: units and signs are allowed. */
function numberTest(decimal: string, thousands: string | null): (text: string) => boolean {
  const mark = thousands ?? (decimal === '.' ? ',' : '.');
  return (text) => {
    const digits = text
      .replaceAll(mark, '')
      .replaceAll(' ', '')
      .replaceAll('\u00a0', '')
      .replace(decimal, '.');
    return /\d/.test(digits) && !/\p{L}{3,}/u.test(digits);
  };
}
