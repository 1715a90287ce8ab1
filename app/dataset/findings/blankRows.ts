// Rows without a value in any column, such as the `,,,` that spreadsheets leave in the middle or at the end of a table. In comes a
// table; out goes one finding at most. Empty lines are skipped while reading: they are no rows.
import type { Issue } from '../../contract/issues/issues.ts';
import { finding } from '../issues/dataIssue.ts';
import { grouped } from '../issues/figures.ts';
import type { Table } from '../table/table.ts';

/** Row numbers that the sentence names. */
const mostNamed = 5;

/** Numbers of blank rows, counted from 1, and how many there are in all. */
export interface BlankRows {
  count: number;
  first: number[];
}

export async function blankRows(table: Table): Promise<BlankRows> {
  const { columns, rows } = table;
  const none = { count: 0, first: [] };
  // Where one column lacks nothing no row is blank: most tables are done here. In a table of one column a missing value is no more.
  if (columns.length < 2 || columns.some(({ missing }) => missing === 0)) return none;
  const filters = columns.map(({ name: column }) => ({ kind: 'missing' as const, column }));
  const { count, numbers } = await table.window({ offset: 0, limit: mostNamed, view: { filters } });
  // Then nothing was read at all, which the columns say.
  if (count === rows) return none;
  return { count, first: numbers.map((row) => row + 1) };
}

export function blankRowsFinding({ count, first }: BlankRows): Issue[] {
  if (count === 0) return [];
  const named = first.map(grouped);
  const rows = count > first.length ? `${named.join(', ')}, …` : named.join(', ');
  const message =
    count === 1
      ? `1 row is blank: row ${rows} has no value in any column. It is not learned from.`
      : `${grouped(count)} rows are blank: rows ${rows} have no value in any column. They are not learned from.`;
  return [finding('rows_blank', 'warning', message, { count, rows })];
}
