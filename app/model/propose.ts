// Proposes a network and its training for a table that nobody has trained on yet: only from the kind of task and four counts,
// so that the same table always gets the same proposal and a sentence can explain it. A person's choices are kept, and the rest
// adapts to them. It neither reads values nor tries anything out. The constants were chosen on 118 public tables of 100 to
// 20,000 rows (three splits each, early stopping on 15 % of the rows). "Held" below means: the network reached what a
// multi-layer perceptron of the same size and a linear model reach on that table with all rows.

import { AppError } from '../contract/issues/errors.ts';
import { type Reason, reason } from '../contract/issues/reasons.ts';
import type { Values } from '../contract/issues/values.ts';
import { limits } from '../contract/limits.ts';
import type { Choices } from '../contract/spec/choices.ts';
import { type ModelSpec, newLayer, newOutput } from '../contract/spec/layers.ts';
import { lossOfTask } from '../contract/spec/losses.ts';
import {
  decoupledOptimizers,
  fullBatchOptimizers,
  newOptimizer,
  type OptimizerSpec,
  optimizerSpecSchema,
  optimizerTraits,
} from '../contract/spec/optimizers.ts';
import { type TrainingSpec, trainingDefaults } from '../contract/spec/spec.ts';
import type { Task } from '../contract/spec/task.ts';
import { schedule as searchSchedule } from './search/space.ts';
import { readPart } from './specIssues.ts';

/** The facts that the proposal depends on. `inputs` and `outputs` are the network's, after encoding. */
export interface TableFacts {
  task: Task;
  trainRows: number;
  validationRows: number;
  inputs: number;
  outputs: number;
}

export interface Proposal {
  model: ModelSpec;
  training: TrainingSpec;
  /** Why these numbers, one English sentence each; no reasons for a person's choices. */
  reasons: Reason[];
}

/** (128, 64) held no more of 58 tables than (64, 32), by no larger margin, and is three times slower. */
const hiddenUnits = [64, 32] as const;
/** With fewer training rows than this, (64, 32) has some twenty times as many parameters as rows. One layer of 16 lost nothing there: of
 *  14 tables the RMSE changed by -4.5 ± 7.9 %, the error rate by -0.7 ± 2.3 points. */
const fewRows = 100;
const hiddenUnitsOfFew = 16;
/** Below so many rows a search pays: its winner, the networks of ten folds together, had an RMSE 8 % lower than one network of the same
 *  settings on 35 tables, and more above the proposed one. */
const rowsToSearch = 1_000;

/** L2 on the weights is a prior that they are about 1 in size. It counts as much as one row, so its weight is one over the
 *  number of rows. On 118 tables (up to 16,000 rows) 1 / rows held all; a fixed 0.003 held all but one (3,840 rows, low noise),
 *  which it under-fitted; 3 / rows lost two. */
const rowsWorthOfDecay = 1;
/** Without validation rows to choose the epoch, only weight decay limits overfitting. */
const rowsWorthWithoutValidation = 3;
const mostWeightDecay = 0.01;

/** Steps until the slowest of those tables had converged; on small tables they take seconds. */
const stepsToConverge = 16_000;
const epochRange = { least: 60, most: 800 };
/** With more rows than this an epoch is long and teaches more: a fifth of the epochs is enough. */
const manyRows = 100_000;

/** Validation losses of small tables have plateaus: a patience of 20 or 50 epochs stopped 3 to 6 of the tables too early, a
 *  fifth of all epochs none. */
const patienceShare = 0.25;
const leastPatience = 10;

/** Folds that find the number of epochs where few rows are left to choose it. Of 26 tables with fewer than 30 validation rows the RMSE of
 *  the network of 16 units fell by 8.7 ± 2.6 % (11 better, 4 worse), its log loss by 6.8 ± 2.3 % (10 better, 1 worse). Of (64, 32) on the
 *  larger ones among them it fell by no more than its error, and a person would no longer see the validation loss. */
const epochFolds = 5;

/** The whole proposal. Choices that do not fit the table are kept; the plan's issues report them. */
export function proposeModel(known: TableFacts, choices: Choices): Proposal {
  const reasons: Reason[] = [];
  const folds = needsFolds(known, choices) ? { epochFolds } : {};
  const facts = 'epochFolds' in folds ? withAllRows(known) : known;
  const isSmall = known.trainRows < fewRows;
  const layers = proposeLayers(facts, choices, isSmall, reasons);
  const batchSize = choices.batchSize ?? proposeBatchSize(facts.trainRows, choices, reasons);
  const optimizer = proposeOptimizer(facts, choices, reasons);
  const epochs = choices.epochs ?? proposeEpochs(facts.trainRows, batchSize, reasons);
  const patience = choices.patience ?? proposePatience(facts, epochs, 'epochFolds' in folds ? [] : reasons);
  if ('epochFolds' in folds) reasons.push(foldsReason(known, epochFolds));
  const loss = choices.loss === undefined || choices.loss === 'auto' ? lossOfTask[facts.task] : choices.loss;
  return {
    model: { layers, output: newOutput() },
    training: { ...settingsOf(choices), loss, optimizer, batchSize, epochs, patience, ...folds },
    reasons: [...reasons, ...offers(facts, layers, isSmall)],
  };
}

/** Whether the validation rows are too few to choose the epoch, and a person has not said how long to train or which rows validate. */
function needsFolds({ trainRows, validationRows }: TableFacts, choices: Choices): boolean {
  const { epochs, patience, stopping, optimizer, split } = choices;
  if (split !== undefined && 'by' in split && split.by === 'column' && split.validation.length > 0)
    return false;
  const isOpen =
    epochs === undefined && patience === undefined && stopping === undefined && optimizer !== 'lbfgs';
  return isOpen && validationRows > 0 && trainRows < fewRows;
}

/** `trainRows` with the validation rows, which learn, too. */
function withAllRows(facts: TableFacts): TableFacts {
  return { ...facts, trainRows: facts.trainRows + facts.validationRows };
}

function foldsReason({ trainRows, validationRows: validation }: TableFacts, folds: number): Reason {
  const rows = trainRows + validation;
  const few = `${validation} validation ${validation === 1 ? 'row is' : 'rows are'} too few to choose the epoch`;
  const message = `${few}: cross-validation with ${folds} folds finds how many epochs to train, and then all ${rows} rows learn.`;
  return reason('epochs_by_folds', message, { folds, validation, rows });
}

function proposeLayers(
  facts: TableFacts,
  choices: Choices,
  isSmall: boolean,
  reasons: Reason[],
): ModelSpec['layers'] {
  const activation = choices.activation ?? 'relu';
  const hidden = choices.hidden ?? proposeHidden(facts, isSmall, reasons);
  const { initializer, normalization, dropout } = choices;
  const said = {
    ...(initializer !== undefined && { initializer }),
    ...(normalization !== undefined && { normalization }),
    ...(dropout !== undefined && { dropout }),
  };
  return hidden.map((units) => newLayer(units, activation, said));
}

/** Units of each hidden layer: as many as the rows can teach. */
function proposeHidden(
  { trainRows: rows }: TableFacts,
  isSmall: boolean,
  reasons: Reason[],
): readonly number[] {
  if (!isSmall) {
    const [first, second] = hiddenUnits;
    const message = `Two hidden layers of ${first} and ${second} units are enough for most tables and train in seconds.`;
    reasons.push(reason('hidden_layers', message, { first, second }));
    return hiddenUnits;
  }
  const units = hiddenUnitsOfFew;
  const message = `One hidden layer of ${units} units: ${rows} training rows are too few for a larger network.`;
  reasons.push(reason('hidden_layer_of_few_rows', message, { units, rows }));
  return [units];
}

/** What else is worth a try on a small table. */
function offers({ trainRows: rows }: TableFacts, layers: ModelSpec['layers'], isSmall: boolean): Reason[] {
  const found: Reason[] = [];
  if (isSmall && layers.length > 0) {
    const message = `With ${rows} training rows a linear model (no hidden layer) often predicts as well: try it, too.`;
    found.push(reason('linear_offered', message, { rows }));
  }
  if (rows >= searchSchedule.leastRows && rows < rowsToSearch) {
    const message = `With ${rows} training rows a search usually finds a better model: it compares many networks and averages several of the best kind.`;
    found.push(reason('search_offered', message, { rows }));
  }
  return found;
}

/** Settings without a proposal: as chosen, or the defaults. */
function settingsOf(choices: Choices): Pick<TrainingSpec, keyof typeof trainingDefaults | 'ensemble'> {
  const { lossSettings, schedule, regularization, stopping, precision } = { ...trainingDefaults, ...choices };
  const { ensemble } = choices;
  return {
    ...{ lossSettings, schedule, regularization, stopping, precision },
    ...(ensemble === undefined ? {} : { ensemble }),
  };
}

/** Small tables get small batches, so that few rows make many steps; large tables have enough steps and train faster with
 *  larger batches. */
function proposeBatchSize(trainRows: number, { optimizer }: Choices, reasons: Reason[]): number | 'full' {
  if (optimizer !== undefined && fullBatchOptimizers.includes(optimizer)) return 'full';
  const batchSize = trainRows < 4_000 ? 32 : trainRows < manyRows ? 128 : 512;
  const steps = stepsOf(trainRows, batchSize);
  const message = `Batches of ${batchSize} rows take ${steps} ${steps === 1 ? 'step' : 'steps'} per epoch over ${trainRows} training rows.`;
  reasons.push(reason('batch_steps', message, { batchSize, steps, rows: trainRows }));
  return batchSize;
}

function stepsOf(trainRows: number, batchSize: number | 'full'): number {
  return batchSize === 'full' ? 1 : Math.max(1, Math.ceil(trainRows / batchSize));
}

function proposeEpochs(trainRows: number, batchSize: number | 'full', reasons: Reason[]): number {
  const wanted = Math.ceil(stepsToConverge / stepsOf(trainRows, batchSize));
  const { most } = epochRange;
  const least = trainRows < manyRows ? epochRange.least : epochRange.least / 5;
  const epochs = Math.min(limits.epochs.max, Math.max(least, Math.min(most, wanted)));
  const message = `At most ${epochs} epochs, enough to converge on a table of this size.`;
  reasons.push(reason('epochs_enough', message, { epochs }));
  return epochs;
}

function proposePatience({ validationRows }: TableFacts, epochs: number, reasons: Reason[]): number {
  const patience = Math.max(leastPatience, Math.ceil(epochs * patienceShare));
  const monitored = validationRows > 0 ? 'validation' : 'training';
  const message = `Early stopping: training ends after ${patience} epochs without a better ${monitored} loss; the weights of the best epoch are kept.`;
  if (patience < epochs) reasons.push(reason(`patience_of_${monitored}`, message, { patience }));
  return patience;
}

function proposeOptimizer(facts: TableFacts, choices: Choices, reasons: Reason[]): OptimizerSpec {
  const optimizer = newOptimizer(choices.optimizer ?? 'adam');
  const { type } = optimizer;
  const learningRate =
    choices.learningRate ?? optimizerTraits[type].proposedLearningRate ?? optimizer.learningRate;
  const said = choices.optimizerSettings ?? {};
  // Decoupled weight decay is not an L2 penalty; it has its own default. L-BFGS is chosen to reach the minimum of the loss itself.
  const proposes = 'weightDecay' in optimizer && type !== 'lbfgs' && !decoupledOptimizers.includes(type);
  if (!proposes || 'weightDecay' in said) return withSettings({ ...optimizer, learningRate }, said);
  const weightDecay = proposeWeightDecay(facts);
  reasons.push(decayReason(weightDecay, facts.validationRows > 0));
  return withSettings({ ...optimizer, learningRate, weightDecay }, said);
}

/** Throws AppError option_invalid for a setting that the optimizer does not have, or a value outside its range. */
function withSettings(optimizer: OptimizerSpec, said: Record<string, unknown>): OptimizerSpec {
  const { value, issues } = readPart(optimizerSpecSchema, { ...optimizer, ...said }, [
    'training',
    'optimizer',
  ]);
  if (value !== null) return value;
  const [first] = issues;
  const { expected = first.message, found = '' }: Values = first.values;
  const values = { option: String(first.path ?? ''), expected: String(expected), found };
  throw new AppError('option_invalid', first.message, values, { issues });
}

function decayReason(weightDecay: number, hasValidation: boolean): Reason {
  const message = hasValidation
    ? `A weight decay of ${weightDecay} reduces overfitting.`
    : `A weight decay of ${weightDecay} reduces overfitting, which cannot be seen without validation rows.`;
  return reason(hasValidation ? 'weight_decay' : 'weight_decay_unwatched', message, { weightDecay });
}

function proposeWeightDecay({ trainRows, validationRows }: TableFacts): number {
  return decayWorth(validationRows > 0 ? rowsWorthOfDecay : rowsWorthWithoutValidation, trainRows);
}

/** The largest weight decay that is proposed for this many rows: the one for a network that overfits. */
export function strongDecay(trainRows: number): number {
  return decayWorth(rowsWorthWithoutValidation, trainRows);
}

function decayWorth(rows: number, trainRows: number): number {
  return Number(Math.min(mostWeightDecay, rows / Math.max(1, trainRows)).toPrecision(1));
}
