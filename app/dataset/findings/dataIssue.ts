// Issues with stage `dataset`.
import type { Issue, IssueCode, IssueOf, IssueValues } from '../../contract/issues/issues.ts';
import type { DataSpec } from '../../contract/spec/spec.ts';
import type { Table } from '../table/table.ts';

export function dataIssue<Code extends IssueCode>(
  code: Code,
  severity: Issue['severity'],
  path: string,
  message: string,
  values: IssueValues<Code>,
): IssueOf<Code> {
  return { code, severity, stage: 'dataset', path, message, values };
}

/** Where in the spec a column stands. */
export function pathOf(data: DataSpec, column: string): string {
  return `data.columns.${data.columns.findIndex(({ name }) => name === column)}`;
}

/** The issue about a column that the table does not have, else null. */
export function missingColumn(table: Table, column: string, path: string): Issue | null {
  if (table.columns.some(({ name }) => name === column)) return null;
  const message = `${table.fileName} has no column "${column}". Choose one that it has.`;
  return dataIssue('column_unknown', 'error', path, message, { column });
}
