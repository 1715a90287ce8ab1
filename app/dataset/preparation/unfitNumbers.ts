// The cells of a number column that a model cannot use as they stand: missing, not a number, out of the training rows' range.
import type { Table } from '../table/table.ts';
import type { Numeric } from './encodeNumbers.ts';
import { CellsOutside, type ExaminedColumn, UnfitCells } from './unfitCells.ts';

/** Rows that are read at a time where the column has spans. */
const spanRows = 2 ** 18;

/** `rows` are ascending. */
export async function unfitNumbers(table: Table, input: Numeric, rows: Uint32Array): Promise<ExaminedColumn> {
  const { column, min, max, median: imputed, indicator } = input;
  const low = min ?? Number.NEGATIVE_INFINITY;
  const high = max ?? Number.POSITIVE_INFINITY;
  const notNumbers = await table.notNumbers(column);
  const [missing, unreadable] = [new UnfitCells(), new UnfitCells()];
  const outside = new CellsOutside(low, high);
  let next = 0;
  await eachNumber(table, column, rows, (value, row) => {
    if (value >= low && value <= high) return;
    if (!Number.isNaN(value)) return outside.add(value, row);
    while (next < notNumbers.length && notNumbers[next]! < row) next++;
    (notNumbers[next] === row ? unreadable : missing).add(row);
  });
  const problem = { column, learned: false };
  return {
    problems: [
      ...unreadable.as({ ...problem, kind: 'unreadable', imputed }),
      ...outside.as({ column }),
      ...missing.as({ ...problem, kind: 'missing', imputed, learned: indicator === true }),
    ],
    readable: rows.length - missing.cells - unreadable.cells,
  };
}

async function eachNumber(
  table: Table,
  column: string,
  rows: Uint32Array,
  visit: (value: number, row: number) => void,
): Promise<void> {
  if (!table.hasSpans(column)) {
    const values = await table.numbers(column);
    for (const row of rows) visit(values[row]!, row);
    return;
  }
  const values = new Float64Array(Math.min(spanRows, table.rows));
  for (let i = 0; i < rows.length; ) {
    const from = rows[i]!;
    const to = Math.min(from + spanRows, table.rows);
    await table.span(column, from, to, values.subarray(0, to - from));
    for (; i < rows.length && rows[i]! < to; i++) visit(values[rows[i]! - from]!, rows[i]!);
  }
}
