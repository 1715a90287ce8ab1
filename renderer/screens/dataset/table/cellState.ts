// How a cell of the file was understood, as far as its text tells: what is written as missing, and what is not a number in a column of
// numbers and therefore counts as missing.

import type { ColumnType } from '../../../../app/contract/table/columnType.ts';
import type { Dialect } from '../../../../app/contract/table/reading.ts';

/** missing: nothing, or a spelling of it. strange: not of the column's type, read as missing. */
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

/** Lenient where the backend is: what it reads as a number must not be marked. Units and signs around one are left to it. */
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
