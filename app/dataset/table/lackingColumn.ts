// The error, or the issue of a data spec, that a table has no column with a given name.
import { AppError } from '../../contract/issues/errors.ts';
import type { Issue } from '../../contract/issues/issues.ts';
import { nearNames } from '../../contract/nearNames.ts';
import { dataIssue } from '../issues/dataIssue.ts';
import type { Table } from './table.ts';

type Named = Pick<Table, 'fileName' | 'columns' | 'repairs'>;

/** AppError column_unknown, with the table's names nearest to `column`. */
export function unknownColumn(column: string, table: Named): AppError {
  const names = nearNames(
    column,
    table.columns.map((c) => c.name),
  );
  const list = names.map((name) => `"${name}"`).join(', ');
  const sentence = isLeftOut(column, table)
    ? `Not all files of ${table.fileName} have the column "${column}", so it was left out. Give each of them this column.`
    : `${table.fileName} has no column "${column}". Did you mean one of these: ${list}?`;
  return new AppError('column_unknown', sentence, { column, columns: names.join(', ') });
}

/** Whether only some of several files have the column. */
function isLeftOut(column: string, { repairs }: Named): boolean {
  return repairs.some(
    (issue) => issue.code === 'columns_not_shared' && issue.values.columns.includes(`"${column}"`),
  );
}

/** The issue for a column that the table does not have; null if it has it. */
export function missingColumn(table: Named, column: string, path: string): Issue | null {
  if (table.columns.some(({ name }) => name === column)) return null;
  const message = `${table.fileName} has no column "${column}". Choose one that it has.`;
  return dataIssue('column_unknown', 'error', path, message, { column });
}
