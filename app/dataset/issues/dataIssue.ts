// Issues of the stage `dataset`: one thing that a person should know about a table or a data spec.
import type { Issue, IssueCode, IssueOf, IssueValues } from '../../contract/issues/issues.ts';
import type { Remedy } from '../../contract/issues/remedies.ts';
import type { DataSpec } from '../../contract/spec/spec.ts';
import { cutTo, shortened } from './figures.ts';

/** An issue about a data spec; `path` is the dotted path in the spec. */
export function dataIssue<Code extends IssueCode>(
  code: Code,
  severity: Issue['severity'],
  path: string,
  message: string,
  values: IssueValues<Code>,
): IssueOf<Code> {
  return { code, severity, stage: 'dataset', path, ...readable(message, values) };
}

/** A finding about a table, independent of the target; `remedies` are what a person can apply with one click. */
export function finding<Code extends IssueCode>(
  code: Code,
  severity: 'warning' | 'info',
  message: string,
  values: IssueValues<Code>,
  remedies: Remedy[] = [],
): IssueOf<Code> {
  const issue: IssueOf<Code> = { code, severity, stage: 'dataset', ...readable(message, values) };
  return remedies.length === 0 ? issue : { ...issue, remedies };
}

/** Longer cells and names are cut off in sentences, and longer lists of them. */
const longest = { cell: 200, list: 1_000 };
/** Values that name a column: programs find it by its whole name. */
const names: ReadonlySet<string> = new Set(['column', 'other', 'target']);
const lists: ReadonlySet<string> = new Set(['columns', 'examples', 'rows', 'lines', 'reasons']);

/** A cell may hold a whole document. */
function readable<Values extends object>(
  message: string,
  values: Values,
): { message: string; values: Values } {
  let sentence = message;
  let cut = values;
  for (const [key, value] of Object.entries(values)) {
    if (typeof value !== 'string' || value.length <= (lists.has(key) ? longest.list : longest.cell)) continue;
    const short = lists.has(key) ? cutTo(value, longest.list) : shortened(value);
    sentence = sentence.replaceAll(value, () => short);
    if (!names.has(key)) cut = { ...cut, [key]: short };
  }
  return { message: sentence, values: cut };
}

export function ignoring(...columns: string[]): Remedy {
  return { kind: 'role', columns, role: 'ignored' };
}

/** The path of a column in the spec. */
export function pathOf(data: DataSpec, column: string): string {
  return `data.columns.${data.columns.findIndex(({ name }) => name === column)}`;
}
