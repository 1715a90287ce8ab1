// What a spec means for the open table: the rows of each part, how columns become inputs, the resulting network and its cost,
// and what prevents training.
import { AppError } from '../../contract/issues/errors.ts';
import type { Issue } from '../../contract/issues/issues.ts';
import type { Reason } from '../../contract/issues/reasons.ts';
import { inputNames, type Link, outputCount, type Plan, type Preparation } from '../../contract/model.ts';
import type { Loss } from '../../contract/spec/losses.ts';
import type { DataSpec, RunSpec } from '../../contract/spec/spec.ts';
import { checkData } from '../../dataset/checkData.ts';
import { Leaks } from '../../dataset/findings/leaks.ts';
import { dataIssue, pathOf } from '../../dataset/issues/dataIssue.ts';
import { fitPreparation } from '../../dataset/preparation/fitPreparation.ts';
import { checkFarCell, checkFitted } from '../../dataset/preparation/preparationIssues.ts';
import { checkUnseen } from '../../dataset/preparation/unseenLevels.ts';
import { checkCounts } from '../../dataset/roles/roleIssues.ts';
import { checkEnsembleFolds, withFolds } from '../../dataset/split/ensembleFolds.ts';
import { type Split, splitRows } from '../../dataset/split/split.ts';
import { checkParts } from '../../dataset/split/splitIssues.ts';
import type { Table } from '../../dataset/table/table.ts';
import { checkModel } from '../../model/check.ts';
import { trainingMemory } from '../../model/memory.ts';
import { networkOf } from '../../model/network.ts';
import { reasonsThatHold } from '../../model/reasonsThatHold.ts';
import { withoutOff, withWholeIndices } from '../../model/switchedOff.ts';
import { networkPlan } from './networkPlan.ts';

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

/** Tables of up to this many cells and columns are searched for leaks before the plan is sent: 0.1 s. */
const searchedAtOnce = { cells: 500_000, columns: 50 };

/** Splits and fits once for each distinct data spec and seed: most edits of a spec touch neither. */
export class Preparer {
  #table: Table;
  #key = '';
  #prepared: Promise<PreparedData> | null = null;
  /** Known leaks: columns that reveal a target. */
  readonly leaks: Leaks;

  constructor(table: Table) {
    this.#table = table;
    this.leaks = new Leaks(table);
  }

  /** Features that leak the target, as far as known. */
  async leaksOf(data: DataSpec): Promise<Issue[]> {
    const { rows, columns } = this.#table;
    const { cells, columns: most } = searchedAtOnce;
    if (columns.length <= most && columns.length * rows <= cells) await this.leaks.find(data);
    return this.leaks.of(data);
  }

  prepare(prepared: Prepared): Promise<PreparedData> {
    const { data, seed, loss, folds } = prepared;
    const link = loss === 'poisson' ? 'log' : 'identity';
    const key = JSON.stringify([data, seed, link, folds]);
    if (this.#prepared === null || key !== this.#key) {
      this.#key = key;
      this.#prepared = prepareData(this.#table, prepared, link);
      this.#prepared.catch(() => {
        this.#prepared = null;
      });
    }
    return this.#prepared;
  }
}

async function prepareData(table: Table, prepared: Prepared, link: Link): Promise<PreparedData> {
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

/** Plans the network of the layers that are switched on; the issues number layers as in `whole`. Of the reasons in `said`,
 *  those that still hold are kept. */
export async function planSpec(preparer: Preparer, whole: RunSpec, said: Reason[]): Promise<Plan> {
  const spec = withoutOff(whole);
  const { split, preparation, issues } = await preparer.prepare(preparedBy(spec));
  const rows = {
    train: split.train.length,
    validation: split.validation.length,
    test: split.test.length,
    withoutTarget: split.withoutTarget,
    duplicates: split.duplicates,
  };
  if (preparation === null)
    return {
      inputs: [],
      preparation,
      layers: [],
      outputs: [],
      parameters: 0,
      memory: 0,
      rows,
      // Which reasons still hold depends on row counts, which are unknown here.
      reasons: said,
      issues,
    };

  const network = networkOf(spec, inputNames(preparation).length, outputCount(preparation.target));
  const ofNetwork = spec.training.ensemble === undefined ? rows : rowsOfNetwork(rows, split);
  return {
    ...networkPlan(spec, preparation),
    memory: trainingMemory(network, spec, rows.train + rows.validation + rows.test),
    rows,
    reasons: reasonsThatHold(said, spec, ofNetwork),
    issues: [
      ...issues,
      ...(await preparer.leaksOf(spec.data)),
      ...checkModel(spec, { network, rows: ofNetwork }).map((issue) => withWholeIndices(whole, issue)),
    ],
  };
}

/** Rows that one network learns from and is validated on: of an ensemble, those of its first member. */
function rowsOfNetwork(rows: Plan['rows'], { folds: [fold] = [] }: Split): Plan['rows'] {
  if (fold === undefined) return rows;
  return { ...rows, train: rows.train - fold.length, validation: fold.length };
}

/** The error where there is no spec because no target is chosen. */
export function targetNeeded(): AppError {
  const sentence = 'Choose the column to predict first.';
  return new AppError('spec_refused', sentence, { reason: sentence, issue: 'target_needed' });
}

/** Throws AppError spec_refused with the sentence of the first issue of severity error, if there is one. */
export function refuseBlocked(plan: Plan) {
  const issues = plan.issues.filter(({ severity }) => severity === 'error');
  const [blocking] = issues;
  if (blocking === undefined) return;
  const values = { ...blocking.values, reason: blocking.message, issue: blocking.code };
  throw new AppError('spec_refused', blocking.message, values, { issues });
}
