// Issues of the stage `dataset`: one thing that a person should know about a table or a data spec.
import type { Issue, IssueCode, IssueOf, IssueValues } from '../../contract/issues/issues.ts';
import type { Remedy } from '../../contract/issues/remedies.ts';
import type { DataSpec } from '../../contract/spec/spec.ts';

/** An issue about a data spec; `path` is the dotted path in the spec. */
export function dataIssue<Code extends IssueCode>(
  code: Code,
  severity: Issue['severity'],
  path: string,
  message: string,
  values: IssueValues<Code>,
): IssueOf<Code> {
  return { code, severity, stage: 'dataset', path, message, values };
}

/** A finding about a table, independent of the target; `remedies` are what a person can apply with one click. */
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

/** The path of a column in the spec. */
export function pathOf(data: DataSpec, column: string): string {
  return `data.columns.${data.columns.findIndex(({ name }) => name === column)}`;
}
