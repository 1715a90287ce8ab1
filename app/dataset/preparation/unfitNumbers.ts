// The cells of a number column that a model cannot use as they stand: missing, not a number, out of the training rows' range.
import type { ColumnTable } from '../table/table.ts';
import type { Numeric } from './encodeNumbers.ts';
import { CellsOutside, type ExaminedColumn, UnfitCells } from './unfitCells.ts';

/** Rows that are read at a time where the column has spans. */
const spanRows = 2 ** 18;

/** `rows` are ascending. */
export async function unfitNumbers(
  table: ColumnTable,
  input: Numeric,
  rows: Uint32Array,
): Promise<ExaminedColumn> {
  const { column, min, max, median: imputed, indicator } = input;
  const low = min ?? Number.NEGATIVE_INFINITY;
  const high = max ?? Number.POSITIVE_INFINITY;
  if (isWithin(table, column, low, high)) return { problems: [], readable: rows.length };
  const notNumbers = await table.notNumbers(column);
  const [missing, unreadable] = [new UnfitCells(), new UnfitCells()];
  const outside = new CellsOutside(low, high);
  let next = 0;
  for await (const { values, from, some } of spansOf(table, column, rows)) {
    // Iterating takes twice as long as indexing.
    for (let i = 0; i < some.length; i++) {
      const row = some[i]!;
      const value = values[row - from]!;
      if (value >= low && value <= high) continue;
      if (Number.isNaN(value)) {
        while (next < notNumbers.length && notNumbers[next]! < row) next++;
        (notNumbers[next] === row ? unreadable : missing).add(row);
      } else outside.add(value, row);
    }
  }
  return {
    problems: [
      ...unreadable.as({ column, learned: false, kind: 'unreadable', imputed }),
      ...outside.as({ column }),
      ...missing.as({ column, kind: 'missing', imputed, learned: indicator === true }),
    ],
    readable: rows.length - missing.cells - unreadable.cells,
  };
}

/** Whether all cells of the column are numbers of the range, by figures that are known already: most columns are not read. */
function isWithin({ columns }: ColumnTable, column: string, low: number, high: number): boolean {
  const { type, missing, min, max } = columns.find(({ name }) => name === column)!;
  if (type !== 'number' || missing > 0 || min === null || max === null) return false;
  return min >= low && max <= high;
}

interface NumberSpan {
  /** Numbers of the table's rows from `from` on; valid until the next span. */
  values: Float64Array;
  from: number;
  /** The rows that were asked for among these. */
  some: Uint32Array;
}

async function* spansOf(table: ColumnTable, column: string, rows: Uint32Array): AsyncGenerator<NumberSpan> {
  if (!table.hasSpans(column)) {
    yield { values: await table.numbers(column), from: 0, some: rows };
    return;
  }
  const values = new Float64Array(Math.min(spanRows, table.rows));
  for (let start = 0; start < rows.length; ) {
    const from = rows[start]!;
    const to = Math.min(from + spanRows, table.rows);
    let end = start + 1;
    while (end < rows.length && rows[end]! < to) end++;
    await table.span(column, from, to, values.subarray(0, to - from));
    yield { values, from, some: rows.subarray(start, end) };
    start = end;
  }
}
