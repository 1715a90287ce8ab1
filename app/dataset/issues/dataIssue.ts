// Issues of the stage `dataset`: one thing that a person should know about a table or a data spec.
import type { Issue, IssueCode, Values } from '../../contract/issues/issues.ts';
import type { Remedy } from '../../contract/issues/remedies.ts';
import type { DataSpec } from '../../contract/spec/spec.ts';

/** About a data spec; `path` is the place in the spec. */
export function dataIssue(
  code: IssueCode,
  severity: Issue['severity'],
  path: string,
  message: string,
  values: Values,
): Issue {
  return { code, severity, stage: 'dataset', path, message, values };
}

/** About a table, whatever is to be learned from it; `remedies` are what a person can do with one click. */
export function finding(
  code: IssueCode,
  severity: 'warning' | 'info',
  message: string,
  values: Values,
  remedies: Remedy[] = [],
): Issue {
  const issue: Issue = { code, severity, stage: 'dataset', message, values };
  return remedies.length === 0 ? issue : { ...issue, remedies };
}

export function ignoring(...columns: string[]): Remedy {
  return { kind: 'role', columns, role: 'ignored' };
}

/** Where in the spec a column stands. */
export function pathOf(data: DataSpec, column: string): string {
  return `data.columns.${data.columns.findIndex(({ name }) => name === column)}`;
}
