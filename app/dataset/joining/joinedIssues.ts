// Issues of a table of several files: what was done to join them, and what only one of the files shows. `openFiles.ts` adds the file.
import type { Issue, IssueCode } from '../../contract/issues/issues.ts';
import type { Dialect } from '../../contract/table/reading.ts';
import { withoutUnitIssue } from '../columns/formIssues.ts';
import { finding } from '../issues/dataIssue.ts';
import type { Table } from '../table/table.ts';
import { type FileColumns, type Match, namedColumns } from './matchColumns.ts';

/** Findings about how the numbers of one file are written. */
const ofNumbers: ReadonlySet<IssueCode> = new Set<IssueCode>([
  'numbers_with_unit',
  'numbers_marked',
  'numbers_without_unit',
  'number_ambiguous',
  'numbers_settled',
  'columns_with_units',
  'numbers_ambiguous',
]);

/** Those of a file that its joined rows no longer show. */
export function issuesOfFile({ repairs, issues }: Pick<Table, 'repairs' | 'issues'>): Issue[] {
  const others = issues.flatMap((issue) => {
    if (ofNumbers.has(issue.code)) return [issue];
    // Its remedy would leave out rows of every file.
    return ['footer_found', 'header_repeated', 'totals_inside'].includes(issue.code)
      ? [{ ...issue, remedies: undefined }]
      : [];
  });
  return [...repairs, ...others];
}

/** Findings that all files may share; the cell that each shows as its example may differ. */
const shareable: ReadonlySet<IssueCode> = new Set<IssueCode>(['numbers_with_unit', 'numbers_marked']);

/** The findings that every file has, as the first one words them, and what is left for each file. */
export function sharedIssues(files: readonly (readonly Issue[])[]): { shared: Issue[]; own: Issue[][] } {
  const key = ({ code, values }: Issue) =>
    JSON.stringify([code, 'column' in values && values.column, 'unit' in values && values.unit]);
  const [first = [], ...others] = files.map((issues) => issues.filter(({ code }) => shareable.has(code)));
  const shared = first.filter((issue) =>
    others.every((issues) => issues.some((one) => key(one) === key(issue))),
  );
  const keys = new Set(shared.map(key));
  return { shared, own: files.map((issues) => issues.filter((issue) => !keys.has(key(issue)))) };
}

export function columnOfFiles(column: string, count: number): Issue {
  const message = `"${column}" says which of ${count} files each row is from; it is ignored.`;
  return finding('column_of_files', 'info', message, { column, count });
}

/** About number columns that have a unit in other files only. */
export function unitlessIssues({ columns, rows }: FileColumns, { units }: Match): Issue[] {
  return columns.flatMap(({ name, type, unit, missing }) => {
    const other = units.get(name);
    return other === undefined || unit !== undefined || type !== 'number' || missing === rows
      ? []
      : [withoutUnitIssue(name, rows - missing, other)];
  });
}

export function leftOutIssue({ leftOut }: Match): Issue[] {
  const count = leftOut.length;
  if (count === 0) return [];
  const columns = namedColumns(leftOut);
  const what =
    count === 1 ? '1 column that not all files have is' : `${count} columns that not all files have are`;
  return [finding('columns_not_shared', 'warning', `${what} left out: ${columns}.`, { columns, count })];
}

export function rewrittenIssue(count: number, decimal: Dialect['decimal']): Issue[] {
  if (count === 0) return [];
  const numbers = count === 1 ? '1 number is' : `${count} numbers are`;
  const as = decimal === '.' ? 'a decimal point' : 'a decimal comma';
  const message = `${numbers} written in another way than in the first file; the table shows ${count === 1 ? 'it' : 'them'} with ${as} and without groups of digits.`;
  return [finding('numbers_rewritten', 'info', message, { count, decimal })];
}
