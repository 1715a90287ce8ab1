// Issues as lines of the terminal: the first ten of each kind, and only those that hold for the spec; with --json all, one line each.
import type { Issue, IssueCode } from '../../../contract/issues/issues.ts';
import type { DataSpec } from '../../../contract/spec/spec.ts';
import type { Output } from './output.ts';

/** A table of thousands of columns may have a finding for each. */
const shownOfKind = 10;

/** `Warning: ...` for what should be checked, `b.csv: ...` for one of several files. */
export function issueSentence({ severity, file, message }: Issue): string {
  const sentence = file === undefined ? message : `${file}: ${message}`;
  return severity === 'warning' ? `Warning: ${sentence}` : sentence;
}

/** Sentences in the order of the issues; behind the tenth of a kind, how many more there are. */
export function issueLines(issues: readonly Issue[]): string[] {
  const counts = new Map<IssueCode, number>();
  for (const { code } of issues) counts.set(code, (counts.get(code) ?? 0) + 1);
  const shown = new Map<IssueCode, number>();
  return issues.flatMap((issue) => {
    const nth = (shown.get(issue.code) ?? 0) + 1;
    shown.set(issue.code, nth);
    if (nth > shownOfKind) return [];
    const more = counts.get(issue.code)! - shownOfKind;
    if (nth < shownOfKind || more <= 0) return [issueSentence(issue)];
    return [issueSentence(issue), `and ${more.toLocaleString('en')} more of this kind; --json has all.`];
  });
}

export function noteIssues(output: Output, issues: readonly Issue[]): void {
  if (!output.json) output.say(...issueLines(issues));
  else
    for (const issue of issues) output.note(issueSentence(issue), { code: issue.code, values: issue.values });
}

/** Findings that say of a column that it is ignored, or that another one is enough. */
const ofUnused: ReadonlySet<IssueCode> = new Set<IssueCode>([
  'column_id_like',
  'column_free_text',
  'column_date',
  'column_all_missing',
]);
const ofTwo: ReadonlySet<IssueCode> = new Set<IssueCode>(['columns_alike', 'columns_one_to_one']);

/** The findings of a table that hold where columns are used as the spec says: a target is not ignored, and not one feature too many. */
export function holdingFor({ columns }: DataSpec, issues: readonly Issue[]): Issue[] {
  const roles = new Map(columns.map(({ name, role }) => [name, role]));
  return issues.filter(({ code, values }) => {
    const named = ['column', 'other'].flatMap((key) =>
      key in values ? [String((values as never)[key])] : [],
    );
    if (ofUnused.has(code)) return named.every((name) => (roles.get(name) ?? 'ignored') === 'ignored');
    return !ofTwo.has(code) || named.every((name) => roles.get(name) !== 'target');
  });
}
