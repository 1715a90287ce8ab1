// Splits by the order of a column: the earliest rows are training data, the latest are test data. Rows with equal cells stay in
// one part, the one that most of them would be in.

import { sortRows } from '../numbers/sortRows.ts';
import { dateOrder, datePartsOf, numbersOfLevels } from '../table/levelNumbers.ts';
import type { Table } from '../table/table.ts';
import { collectParts, emptyAssignment } from './stratified.ts';

/** One number per row that orders rows by time; NaN if the cell is neither a number nor a date. */
export async function timesOf(table: Table, column: string): Promise<Float64Array> {
  if (table.columns.find(({ name }) => name === column)?.type === 'number') return table.numbers(column);
  const categories = await table.categories(column);
  const [times] = datePartsOf(categories.levels, dateOrder(table, categories).first, ['time']);
  return numbersOfLevels(categories.codes, times!);
}

/** Parts in order of time, by shares of all `rows` (ascending, as in each part); rows without a time go to the first part. */
export async function cutByTime(
  rows: Uint32Array,
  times: Float64Array,
  shares: number[],
): Promise<Uint32Array[]> {
  const known = rows.filter((row) => !Number.isNaN(times[row]!));
  const timed = await sortRows(known, times, false);
  const partOf = emptyAssignment(rows);
  let end = timed.length;
  for (let part = shares.length - 1; part > 0; part--) {
    const wanted = Math.round(shares[part]! * rows.length);
    const start = wanted === 0 ? end : boundary(timed, times, Math.max(0, end - wanted), end);
    for (let index = start; index < end; index++) partOf[timed[index]!] = part;
    end = start;
  }
  return collectParts(rows, partOf, shares.length);
}

/** The index in `timed` nearest to `wanted`, at most `end`, where the time changes. */
function boundary(timed: Uint32Array, times: Float64Array, wanted: number, end: number): number {
  const begins = (index: number) =>
    index === 0 || index === end || times[timed[index]!] !== times[timed[index - 1]!];
  let [before, after] = [wanted, wanted];
  while (!begins(before)) before--;
  while (!begins(after)) after++;
  return wanted - before <= after - wanted ? before : after;
}
