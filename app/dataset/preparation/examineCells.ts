// Which cells of a file a model cannot use as they stand. Input: a Table, a Preparation that was fitted before (on a different file)
// and row numbers; output: for each column what is missing, unreadable, out of the training rows' range or an unknown category, how
// often, and the first such cells with their lines. Reads each column of the model once.
import { AppError } from '../../contract/issues/errors.ts';
import type { Preparation } from '../../contract/model.ts';
import type { CellProblem } from '../../contract/run/cellProblems.ts';
import { shortened } from '../issues/figures.ts';
import type { Table } from '../table/table.ts';
import { requireColumns } from './encode.ts';
import type { LevelColumns } from './encodeLevels.ts';
import type { RowsOfProblem } from './unfitCells.ts';
import { unfitLevels } from './unfitLevels.ts';
import { unfitNumbers } from './unfitNumbers.ts';

/** `rows` are ascending. In the order of the preparation's columns, the most serious kind of each first. Rejects with AppError
 *  columns_do_not_fit where the table lacks a column, column_unreadable where no cell of a column can be read, file_changed; with
 *  the signal's reason when aborted. */
export async function examineCells(
  table: Table,
  { inputs }: Preparation,
  rows: Uint32Array,
  levels: LevelColumns,
  signal?: AbortSignal,
): Promise<CellProblem[]> {
  requireColumns(
    table,
    inputs.map(({ column }) => column),
  );
  const found: RowsOfProblem[] = [];
  for (const input of inputs) {
    signal?.throwIfAborted();
    const isNumber = input.kind === 'numeric';
    const { problems, readable } = isNumber
      ? await unfitNumbers(table, input, rows)
      : await unfitLevels(levels, input, rows);
    const unreadable = problems.find(({ kind }) => kind === 'unreadable');
    if (unreadable !== undefined && readable === 0) {
      const [problem] = await withCells(table, [unreadable], signal);
      throw unreadableColumn(table, problem!, isNumber ? 'number' : 'date');
    }
    found.push(...problems);
  }
  return withCells(table, found, signal);
}

/** The problems with the first cells as they stand in the file. */
async function withCells(
  table: Table,
  found: readonly RowsOfProblem[],
  signal?: AbortSignal,
): Promise<CellProblem[]> {
  const records = await table.records(new Set(found.flatMap(({ rows }) => rows)), signal);
  const indices = new Map(table.columns.map(({ name }, index) => [name, index]));
  return found.map(({ rows, ...problem }) => ({
    ...problem,
    first: rows.map((row) => {
      const { line, cells } = records.get(row)!;
      const cell = cells[indices.get(problem.column)!] ?? null;
      return { line, value: cell === null ? null : shortened(cell) };
    }),
  }));
}

function unreadableColumn(
  { fileName: file }: Table,
  { column, first }: CellProblem,
  type: 'number' | 'date',
) {
  const [{ line, value } = { line: 0, value: null }] = first;
  const sentence = `The model reads "${column}" as ${type}s, but no cell of that column in ${file} is one: line ${line} has "${value}". Write the column as in the file that the model was trained on.`;
  return new AppError('column_unreadable', sentence, { file, column, type, line, value: value ?? '' });
}
