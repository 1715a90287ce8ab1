// Rows without a value in any column, such as the `,,,` that spreadsheets leave in the middle or at the end of a table. Input:
// a table; output: at most one finding. Empty lines are skipped while reading and are not rows.
import type { Issue } from '../../contract/issues/issues.ts';
import { finding } from '../issues/dataIssue.ts';
import { grouped } from '../issues/figures.ts';
import { rowName } from '../table/rowName.ts';
import type { Table } from '../table/table.ts';

/** How many row numbers the sentence names. */
const mostNamed = 5;

/** How many blank rows there are, and the names of the first ones. */
export interface BlankRows {
  count: number;
  first: string[];
}

export async function blankRows(table: Table): Promise<BlankRows> {
  const { rows, fileColumn } = table;
  const columns = table.columns.filter(({ name }) => name !== fileColumn);
  const none = { count: 0, first: [] };
  // If some column has no missing value, no row is blank: true for most tables. In a table of one column, a blank row is just a
  // missing value.
  if (columns.length < 2 || columns.some(({ missing }) => missing === 0)) return none;
  const filters = columns.map(({ name: column }) => ({ kind: 'missing' as const, column }));
  const { count, numbers } = await table.window({ offset: 0, limit: mostNamed, view: { filters } });
  // Then no value was read at all, which the findings about columns report.
  if (count === rows) return none;
  return { count, first: numbers.map((row) => rowName(table, row)) };
}

export function blankRowsFinding({ count, first }: BlankRows): Issue[] {
  if (count === 0) return [];
  const rows = count > first.length ? `${first.join(', ')}, …` : first.join(', ');
  const message =
    count === 1
      ? `1 row is blank: row ${rows} has no value in any column. It is not learned from.`
      : `${grouped(count)} rows are blank: rows ${rows} have no value in any column. They are not learned from.`;
  return [finding('rows_blank', 'warning', message, { count, rows })];
}
