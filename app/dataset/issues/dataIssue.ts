// Issues of the stage `dataset`: one thing that a person should know about a table or a data spec.
import type { Issue, IssueCode, IssueOf, IssueValues } from '../../contract/issues/issues.ts';
import type { Remedy } from '../../contract/issues/remedies.ts';
import type { DataSpec } from '../../contract/spec/spec.ts';

/** About a data spec; `path` is the dotted path in the spec. */
export function dataIssue<Code extends IssueCode>(
  code: Code,
  severity: Issue['severity'],
  path: string,
  message: string,
  values: IssueValues<Code>,
): IssueOf<Code> {
  return { code, severity, stage: 'dataset', path, message, values };
}

/** About a table, whatever is to be learned from it; `remedies` are what a person can do with one click. */
export function finding<Code extends IssueCode>(
  code: Code,
  severity: 'warning' | 'info',
  message: string,
  values: IssueValues<Code>,
  remedies: Remedy[] = [],
): IssueOf<Code> {
  const issue: IssueOf<Code> = { code, severity, stage: 'dataset', message, values };
  return remedies.length === 0 ? issue : { ...issue, remedies };
}

export function ignoring(...columns: string[]): Remedy {
  return { kind: 'role', columns, role: 'ignored' };
}

/** Where in the spec a column stands. */
export function pathOf(data: DataSpec, column: string): string {
  return `data.columns.${data.columns.findIndex(({ name }) => name === column)}`;
}
