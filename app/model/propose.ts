// Proposes a network and its training for a table that nobody has trained on yet: from the kind of task
// and four counts alone, so that the same table always gets the same proposal and a sentence can say why.
// Whatever a person chose is taken as it is, and the rest adapts to it. It neither reads values
// nor tries anything out. The constants were chosen on 118 public tables of 100 to 20,000 rows (three splits
// each, early stopping on 15 % of the rows), by how many reach what a multi-layer perceptron of the same
// size and a linear model reach there with all the rows; "held" below means that.

import { AppError } from '../contract/issues/errors.ts';
import { type Reason, reason } from '../contract/issues/reasons.ts';
import type { Values } from '../contract/issues/values.ts';
import { limits } from '../contract/limits.ts';
import { type ModelSpec, newLayer, newOutput } from '../contract/spec/layers.ts';
import { lossOfTask } from '../contract/spec/losses.ts';
import {
  decoupledOptimizers,
  fullBatchOptimizers,
  newOptimizer,
  type OptimizerSpec,
  type OptimizerType,
  optimizerSpecSchema,
} from '../contract/spec/optimizers.ts';
import { type TrainingSpec, trainingDefaults } from '../contract/spec/spec.ts';
import type { Task } from '../contract/spec/task.ts';
import type { Choices } from '../contract/workspace.ts';
import { readPart } from './specIssues.ts';

/** What the proposal depends on. `inputs` and `outputs` are the network's, after encoding. */
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
  /** Why these numbers, one English sentence each; nothing about what was chosen. */
  reasons: Reason[];
}

/** (128, 64) held no more of 58 tables than (64, 32), with no more margin, and is three times slower. */
const hiddenUnits = [64, 32] as const;

/** Adam at PyTorch's 0.001 left five smooth, low-noise tables short of what they can reach after 6,000 steps;
 *  at 0.003 none; those whose steps are as long as Adam's get the same. Descent without Adam's scaling needs a larger
 *  step. The others keep their default. */
const proposedLearningRate: Partial<Record<OptimizerType, number>> = {
  sgd: 0.05,
  momentum: 0.02,
  nesterov: 0.02,
  adam: 0.003,
  adamW: 0.003,
  amsGrad: 0.003,
};

/** L2 on the weights is a prior that they are about 1 in size, worth as much as one row; so it weighs one part in
 *  all rows. On 118 tables (up to 16,000 rows) 1 / rows held all, a fixed 0.003 all but one of 3,840 rows
 *  and low noise, which it left under-fitted, and 3 / rows lost two. */
const rowsWorthOfDecay = 1;
/** Where no validation rows choose the epoch, only this holds over-fitting back. */
const rowsWorthWithoutValidation = 3;
const mostWeightDecay = 0.01;

/** Steps until the slowest of those tables had converged; small tables take seconds for them. */
const stepsToConverge = 16_000;
const epochRange = { least: 60, most: 800 };
/** Above this many rows an epoch is long and teaches more: a fifth of the passes does. */
const manyRows = 100_000;

/** Validation losses of small tables have plateaus: patience of 20 or 50 epochs stopped 3 to 6 of the tables too
 *  early, a fifth of all epochs none. */
const patienceShare = 0.25;
const leastPatience = 10;

/** A whole proposal. Choices that do not fit the table are kept; the plan's issues speak of them. */
export function proposeModel(facts: TableFacts, choices: Choices): Proposal {
  const reasons: Reason[] = [];
  const layers = proposeLayers(choices, reasons);
  const batchSize = choices.batchSize ?? proposeBatchSize(facts.trainRows, choices, reasons);
  const optimizer = proposeOptimizer(facts, choices, reasons);
  const epochs = choices.epochs ?? proposeEpochs(facts.trainRows, batchSize, reasons);
  const patience = choices.patience ?? proposePatience(facts, epochs, reasons);
  const loss = choices.loss === undefined || choices.loss === 'auto' ? lossOfTask[facts.task] : choices.loss;
  return {
    model: { layers, output: newOutput() },
    training: { ...settingsOf(choices), loss, optimizer, batchSize, epochs, patience },
    reasons,
  };
}

function proposeLayers(choices: Choices, reasons: Reason[]): ModelSpec['layers'] {
  const activation = choices.activation ?? 'relu';
  if (choices.hidden === undefined)
    reasons.push(
      reason(
        'hidden_layers',
        `Two hidden layers of ${hiddenUnits.join(' and ')} units are enough for most tables and train in seconds.`,
        { first: hiddenUnits[0], second: hiddenUnits[1] },
      ),
    );
  const { initializer, normalization, dropout } = choices;
  const said = {
    ...(initializer !== undefined && { initializer }),
    ...(normalization !== undefined && { normalization }),
    ...(dropout !== undefined && { dropout }),
  };
  return (choices.hidden ?? hiddenUnits).map((units) => newLayer(units, activation, said));
}

/** What nothing is proposed of: as chosen, or as usual. */
function settingsOf(choices: Choices): Pick<TrainingSpec, keyof typeof trainingDefaults> {
  const { lossSettings, schedule, regularization, stopping, precision } = { ...trainingDefaults, ...choices };
  return { lossSettings, schedule, regularization, stopping, precision };
}

/** Small batches make many steps of few rows; long tables have steps enough and gain speed by larger ones. */
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
  const learningRate = choices.learningRate ?? proposedLearningRate[type] ?? optimizer.learningRate;
  const said = choices.optimizerSettings ?? {};
  // Decoupled weight decay is not an L2 penalty; it has its own default.
  if (!('weightDecay' in optimizer) || decoupledOptimizers.includes(type) || 'weightDecay' in said)
    return withSettings({ ...optimizer, learningRate }, said);
  const weightDecay = proposeWeightDecay(facts);
  reasons.push(decayReason(weightDecay, facts.validationRows > 0));
  return withSettings({ ...optimizer, learningRate, weightDecay }, said);
}

/** Throws AppError option_invalid for a setting that the optimizer does not have, or a value out of its range. */
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

/** The largest weight decay proposed for this many rows: that for a network that overfits. */
export function strongDecay(trainRows: number): number {
  return decayWorth(rowsWorthWithoutValidation, trainRows);
}

function decayWorth(rows: number, trainRows: number): number {
  return Number(Math.min(mostWeightDecay, rows / Math.max(1, trainRows)).toPrecision(1));
}
