// How a file fits a model that reads it: rows that could not be read as they stand, cells that the model cannot use; and the refusal
// of such a file.

import { AppError } from '../../contract/issues/errors.ts';
import type { Issue, IssueCode } from '../../contract/issues/issues.ts';
import type { Model } from '../../contract/model.ts';
import type { FileFit } from '../../contract/modelReport.ts';
import { isRefused } from '../../contract/run/cellProblems.ts';
import { cellIssues } from '../../dataset/preparation/cellIssues.ts';
import type { LevelColumns } from '../../dataset/preparation/encodeLevels.ts';
import { examineCells } from '../../dataset/preparation/examineCells.ts';
import { dateIssues, unitIssues } from '../../dataset/preparation/writtenIssues.ts';
import type { Table } from '../../dataset/table/table.ts';

/** What reading did to rows, and how it read numbers. Other findings of a table are of no concern to a model that is trained. */
const ofReading: ReadonlySet<IssueCode> = new Set<IssueCode>([
  ...(['rows_short', 'rows_short_left_out', 'rows_long', 'rows_cut', 'rows_unreadable'] as const),
  ...([
    'quotes_stray',
    'footnotes_left_out',
    'footer_left_out',
    'footer_found',
    'header_repeated',
    'totals_inside',
  ] as const),
  ...(['bytes_undecodable', 'encodings_mixed', 'nul_bytes', 'numbers_without_unit'] as const),
  ...(['number_ambiguous', 'numbers_ambiguous', 'numbers_settled', 'numbers_unlike_model'] as const),
]);
const leftOut: ReadonlySet<IssueCode> = new Set<IssueCode>([
  'rows_short_left_out',
  'rows_long',
  'rows_unreadable',
]);

export type Fit = Pick<FileFit, 'rowsLeftOut' | 'cells' | 'issues'>;

/** For `rows` of the table, ascending. Throws what examineCells throws. */
export async function fitOf(
  table: Table,
  { preparation }: Model,
  rows: Uint32Array,
  levels: LevelColumns,
  signal?: AbortSignal,
): Promise<Fit> {
  const cells = await examineCells(table, preparation, rows, levels, signal);
  const read = table.issues.filter(({ code }) => ofReading.has(code));
  const { inputs } = preparation;
  const written = [...unitIssues(table, inputs), ...(await dateIssues(levels, inputs))];
  const issues = [...read, ...written, ...cellIssues(cells, inputs)];
  return { rowsLeftOut: table.rowsLeftOut, cells, issues };
}

/** Throws AppError cells_refused for a file with rows that were left out, with cells that the model cannot use as they
 *  stand, or with numbers without the model's unit. */
export function refuseUnfit(
  { fileName: file, issues: read }: Table,
  { preparation }: Model,
  { cells: problems }: Fit,
): void {
  const refused = problems.filter(isRefused);
  const lost = read.filter(({ code }) => leftOut.has(code));
  const rows = lost.reduce((sum, { values }) => sum + ('count' in values ? Number(values.count) : 0), 0);
  const unitless = read.filter(({ code }) => code === 'numbers_without_unit');
  if (refused.length + lost.length + unitless.length === 0) return;
  const cells = refused.reduce((sum, problem) => sum + problem.cells, 0);
  const columns = new Set(refused.map(({ column }) => column)).size;
  const counted = (count: number, one: string) => `${count} ${one}${count === 1 ? '' : 's'}`;
  const what = [
    ...(lost.length > 0 ? [`${counted(rows, 'row')} could not be read`] : []),
    ...(cells > 0
      ? [`the model cannot use ${counted(cells, 'cell')} in ${counted(columns, 'column')} as they stand`]
      : []),
    ...(unitless.length > 0 ? [`numbers of ${counted(unitless.length, 'column')} have no unit`] : []),
  ].join(', and ');
  const sentence = `Nothing was predicted for ${file}: ${what}.`;
  const issues: Issue[] = [...lost, ...unitless, ...cellIssues(refused, preparation.inputs)];
  throw new AppError('cells_refused', sentence, { file, cells, columns, rows }, { issues });
}
