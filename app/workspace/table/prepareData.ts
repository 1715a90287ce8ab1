// The rows of each part of a spec's split and how its columns become inputs, found once for specs that agree in that.
import { AppError } from '../../contract/issues/errors.ts';
import type { Issue } from '../../contract/issues/issues.ts';
import type { Link, Preparation } from '../../contract/model.ts';
import type { Loss } from '../../contract/spec/losses.ts';
import type { DataSpec, RunSpec } from '../../contract/spec/spec.ts';
import { checkData } from '../../dataset/checkData.ts';
import { dataIssue, pathOf } from '../../dataset/issues/dataIssue.ts';
import { fitPreparation } from '../../dataset/preparation/fitPreparation.ts';
import { checkFarCell, checkFitted } from '../../dataset/preparation/preparationIssues.ts';
import { checkUnseen } from '../../dataset/preparation/unseenLevels.ts';
import { checkCounts } from '../../dataset/roles/roleIssues.ts';
import { checkEnsembleFolds, withFolds } from '../../dataset/split/ensembleFolds.ts';
import { type Split, splitRows } from '../../dataset/split/split.ts';
import { checkParts } from '../../dataset/split/splitIssues.ts';
import type { Table } from '../../dataset/table/table.ts';

export interface PreparedData {
  split: Split;
  /** null while there is an issue of severity error. */
  preparation: Preparation | null;
  issues: Issue[];
}

/** The parts of a spec that decide rows and preparation. */
export interface Prepared {
  data: DataSpec;
  seed: number;
  loss: Loss;
  /** Folds of an ensemble, or those that find the number of epochs; absent where validation rows choose the epoch. */
  folds?: number;
}

export function preparedBy({ data, seed, training }: RunSpec): Prepared {
  const { loss, ensemble, epochFolds } = training;
  const folds = ensemble?.folds ?? epochFolds;
  return { data, seed: data.splitSeed ?? seed, loss, ...(folds === undefined ? {} : { folds }) };
}

export async function prepareData(table: Table, prepared: Prepared, link: Link): Promise<PreparedData> {
  const { data } = prepared;
  try {
    return await fitData(table, prepared, link);
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'levels_too_many')) throw error;
    const [column, limit] = [String(error.values.column), Number(error.values.limit)];
    const at = pathOf(data, column);
    return notPrepared([dataIssue('levels_too_many', 'error', at, error.message, { column, limit })]);
  }
}

async function fitData(table: Table, prepared: Prepared, link: Link): Promise<PreparedData> {
  const { data } = prepared;
  const issues = [...(await checkData(table, data)), ...(link === 'log' ? checkCounts(table, data) : [])];
  const blocked = issues.some(({ severity }) => severity === 'error');
  if (blocked) return notPrepared(issues);
  const split = await rowsOfParts(table, prepared);
  issues.push(...droppedIssue(split), ...checkParts(data, split), ...checkEnsembleFolds(split));
  if (split.train.length === 0) return { split, preparation: null, issues };
  const preparation = await fitPreparation(table, data, split.train, link);
  issues.push(...checkFitted(data, preparation));
  issues.push(...(await checkFarCell(table, data, preparation, split)));
  issues.push(...(await checkUnseen(table, data, preparation, split)));
  return { split, preparation: preparation.inputs.length === 0 ? null : preparation, issues };
}

async function rowsOfParts(table: Table, { data, seed, folds }: Prepared): Promise<Split> {
  const split = await splitRows(table, data, seed);
  return folds === undefined ? split : withFolds(table, data, split, { seed, folds });
}

function notPrepared(issues: Issue[]): PreparedData {
  const none = new Uint32Array(0);
  const split = { train: none, validation: none, test: none, withoutTarget: 0, duplicates: 0 };
  return { split, preparation: null, issues };
}

function droppedIssue({ duplicates: count }: Split): Issue[] {
  if (count === 0) return [];
  const message = `${count} ${count === 1 ? 'row repeats an earlier one and is' : 'rows repeat earlier ones and are'} left out.`;
  return [dataIssue('duplicates_dropped', 'info', 'data.dropDuplicates', message, { count })];
}
