// A trained model on a table that it was not trained on, or without a table: which columns it needs, which rows have a target, how
// good its predictions of them are. Training's split does not apply: all these rows are new to the model.
import { AppError } from '../../contract/issues/errors.ts';
import type { LayerWeights, Model, Plan, Preparation } from '../../contract/model.ts';
import type { Evaluation } from '../../contract/run/evaluation.ts';
import type { ShownModel } from '../../contract/run/training.ts';
import { encodeTargets } from '../../dataset/preparation/encode.ts';
import { LevelColumns } from '../../dataset/preparation/encodeLevels.ts';
import type { Split } from '../../dataset/split/split.ts';
import type { Table } from '../../dataset/table/table.ts';
import type { Engine } from '../../engine/engine.ts';
import { evaluateRun, thresholdField } from '../scoring/score.ts';
import { planOfModel } from '../table/networkPlan.ts';
import type { OpenTable } from '../table/openTable.ts';
import { fitOf } from './fileFit.ts';
import { columnList, columnsNamed, columnsOfModel, missingColumns } from './modelColumns.ts';

const none = new Uint32Array(0);
export const noRows: Plan['rows'] = { train: 0, validation: 0, test: 0, withoutTarget: 0, duplicates: 0 };

/** What a run has that was not fitted on its training rows. */
export interface Given {
  preparation: Preparation;
  plan: Plan;
  /** Ascending; null for a run with training rows of its own. */
  newRows: Uint32Array | null;
  shown: ShownModel | null;
  /** The weights that a run begins from; absent for one that is not trained. */
  initial?: LayerWeights[];
}

export interface ModelOnTable {
  given: Given;
  /** null without a table. */
  evaluation: Evaluation | null;
}

export function splitOfNewRows(rows: Uint32Array): Split {
  const withoutTarget = 0;
  return { train: none, validation: none, test: rows, withoutTarget, duplicates: 0 };
}

/** `trainedOn`: the name of its own table, where it is known. `file`: what a sentence calls the model. Throws AppError columns_do_not_fit,
 *  nothing_to_score, column_unreadable. */
export async function modelOnTable(
  engine: Engine,
  { runId, model, trainedOn, file }: { runId: string; model: Model; trainedOn: string | null; file: string },
  open: OpenTable | null,
): Promise<ModelOnTable> {
  const { spec, preparation } = model;
  if (open === null) return { given: without(model, trainedOn), evaluation: null };
  const { table } = open;
  refuseMissing(table, preparation, file);
  const newRows = await rowsWithTruth(table, model);
  if (newRows.length === 0) throw nothingToScore(table.fileName);
  const fit = await fitOf(table, model, newRows, new LevelColumns(table));
  const evaluation = await evaluateRun(
    engine,
    {
      ...{ runId, spec, preparation, members: model.members, baselines: model.baselines ?? null },
      ...thresholdField(model),
    },
    table,
    splitOfNewRows(newRows),
    true,
  );
  const rowsWithoutTarget = table.rows - newRows.length;
  const shown = {
    ...{ table: table.fileName, trainedOn, rows: newRows.length, rowsWithoutTarget },
    ignored: ignoredColumns(table, preparation),
    issues: fit.issues,
  };
  const rows = { ...noRows, test: newRows.length, withoutTarget: rowsWithoutTarget };
  const plan = planOfModel(spec, preparation, rows);
  return { given: { preparation, plan, newRows, shown }, evaluation };
}

function without({ spec, preparation }: Model, trainedOn: string | null): Given {
  const plan = planOfModel(spec, preparation, noRows);
  const ignored = { count: 0, names: [] };
  const shown = { table: null, trainedOn, rows: 0, rowsWithoutTarget: 0, ignored, issues: [] };
  return { preparation, plan, newRows: none, shown };
}

/** Rows that have every target (and, for classes, one of the model's classes), ascending. */
export async function rowsWithTruth(
  table: Table,
  { preparation: { target } }: Pick<Model, 'preparation'>,
): Promise<Uint32Array> {
  const all = Uint32Array.from({ length: table.rows }, (_, row) => row);
  const { truth } = await encodeTargets(table, target, all);
  const width = target.kind === 'class' ? 1 : target.columns.length;
  const missing = (value: number) => Number.isNaN(value) || (target.kind === 'class' && value < 0);
  return all.filter((row) => !truth.subarray(row * width, (row + 1) * width).some(missing));
}

export function nothingToScore(file: string): AppError {
  const sentence = `No row of ${file} has a target that the model knows.`;
  return new AppError('nothing_to_score', sentence, { file });
}

/** Throws AppError columns_do_not_fit with one sentence that names the columns. */
export function refuseMissing(table: Table, preparation: Preparation, file: string): void {
  const missing = missingColumns(table, preparation);
  if (missing.length === 0) return;
  const columns = columnList(missing);
  const sentence = `${file} does not fit ${table.fileName}, which lacks ${missing.length === 1 ? 'the column' : 'the columns'} ${columns}; open a table that has ${missing.length === 1 ? 'it' : 'them'}.`;
  throw new AppError('columns_do_not_fit', sentence, { missing: columns });
}

function ignoredColumns(table: Table, preparation: Preparation): ShownModel['ignored'] {
  const read = new Set(columnsOfModel(preparation));
  const ignored = table.columns.map(({ name }) => name).filter((name) => !read.has(name));
  return { count: ignored.length, names: ignored.slice(0, columnsNamed) };
}
