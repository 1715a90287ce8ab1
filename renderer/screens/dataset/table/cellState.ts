// How a cell of the file was read, by its text alone: as a value, as missing, or, in a numeric column, as text that is not a number and
// therefore counts as missing.

import type { ColumnSummary, Dataset } from '../../../../app/contract/table/dataset.ts';

/** missing: empty, or a spelling of a missing value. strange: not of the column's type, so it was read as missing. */
export type CellState = 'value' | 'missing' | 'strange';

type Column = Pick<ColumnSummary, 'name' | 'type' | 'unit'>;
export type CellReader = (value: string | null, column: Column) => CellState;

export function cellReader({ dialect, reading }: Pick<Dataset, 'dialect' | 'reading'>): CellReader {
  const { missing, decimal, thousands } = dialect;
  const spelled = lowered(missing);
  const ofColumns = new Map(
    Object.entries(reading.formats ?? {}).map(([name, format]) => [name, lowered(format.missing ?? [])]),
  );
  const isNumber = numberTest(decimal, thousands);
  return (value, { name, type, unit }) => {
    if (value === null) return 'missing';
    const bare = value.trim();
    const lower = bare.toLowerCase();
    if (bare === '' || spelled.has(lower) || ofColumns.get(name)?.has(lower)) return 'missing';
    if (type !== 'number') return 'value';
    if (unit === undefined) return isNumber(bare) ? 'value' : 'strange';
    // Beside the column's own unit nothing but a number may stand.
    const digits = lower.replace(unit.text.toLowerCase(), '');
    return isNumber(digits) && !/[^\d\s.,'’()+−e-]/.test(digits) ? 'value' : 'strange';
  };
}

function lowered(spellings: readonly string[]): ReadonlySet<string> {
  return new Set(spellings.map((one) => one.trim().toLowerCase()));
}

/** As lenient as the backend, since text that the backend reads as a number must not be marked: signs of other kinds are allowed. */
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
