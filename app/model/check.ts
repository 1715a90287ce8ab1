// What stands in the way of training a spec, and what a person should know before pressing Train. Ranges of
// single numbers are the schema's; here is what only the whole picture shows.
import type { Issue } from '../contract/issues.ts';
import { limits } from '../contract/limits.ts';
import { lossesOfTask, lossOfTask } from '../contract/losses.ts';
import type { OptimizerType } from '../contract/optimizers.ts';
import type { RunSpec } from '../contract/spec.ts';
import { layerShapes, type Network, trainingMemory } from './network.ts';

export interface Facts {
  network: Network;
  rows: { train: number; validation: number; test: number };
}

/** Rates above this throw most networks on standardised inputs out of bounds in the first epoch. */
const highRate: Record<OptimizerType, number> = {
  sgd: 1,
  momentum: 0.5,
  nesterov: 0.5,
  adaGrad: 1,
  rmsProp: 0.1,
  adaDelta: 10,
  adam: 0.1,
  adamW: 0.1,
  amsGrad: 0.1,
  nAdam: 0.1,
  rAdam: 0.1,
  adaMax: 0.1,
  rProp: 1,
  lbfgs: 1,
};

/** As an English sentence writes it: 4,295,557,123. */
const grouped = (count: number) => count.toLocaleString('en');
const mebibytes = (bytes: number) => Math.ceil(bytes / 2 ** 20);

export function checkModel(spec: RunSpec, facts: Facts): Issue[] {
  return [
    memory(spec, facts),
    loss(spec),
    rate(spec),
    rowsPerParameter(facts),
    batch(spec, facts),
    validation(facts),
  ].filter((issue) => issue !== null);
}

function memory(spec: RunSpec, { network, rows }: Facts): Issue | null {
  const needed = trainingMemory(network, spec, rows.train + rows.validation + rows.test);
  if (needed <= limits.memory.max) return null;
  const values = { needed: mebibytes(needed), available: mebibytes(limits.memory.max) };
  return {
    code: 'memory_too_large',
    severity: 'error',
    stage: 'model',
    path: 'model.layers',
    message: `Training this network would need ${grouped(values.needed)} MB; ${grouped(values.available)} MB are allowed. Use fewer units or fewer columns.`,
    values,
  };
}

function loss(spec: RunSpec): Issue | null {
  const { task } = spec.data;
  if (lossesOfTask[task].includes(spec.training.loss)) return null;
  return {
    code: 'loss_does_not_fit',
    severity: 'error',
    stage: 'model',
    path: 'training.loss',
    message: `The loss ${spec.training.loss} does not fit a ${task} task; choose ${lossOfTask[task]}.`,
    values: { loss: spec.training.loss, task, fitting: lossOfTask[task] },
  };
}

function rate(spec: RunSpec): Issue | null {
  const { type, learningRate } = spec.training.optimizer;
  if (learningRate <= highRate[type]) return null;
  return {
    code: 'learning_rate_high',
    severity: 'warning',
    stage: 'model',
    path: 'training.optimizer.learningRate',
    message: `A learning rate of ${learningRate} is high for ${type}: losses often grow without bound above ${highRate[type]}.`,
    values: { learningRate, optimizer: type, usual: highRate[type] },
  };
}

function rowsPerParameter({ network, rows }: Facts): Issue | null {
  const parameters = layerShapes(network).reduce((sum, shape) => sum + shape.parameters, 0);
  if (rows.train === 0 || parameters <= rows.train) return null;
  return {
    code: 'parameters_over_rows',
    severity: 'info',
    stage: 'model',
    path: 'model.layers',
    message: `${grouped(parameters)} parameters for ${grouped(rows.train)} training rows: it can learn rows by heart; the validation curve shows when it does.`,
    values: { parameters, rows: rows.train },
  };
}

function batch(spec: RunSpec, { rows }: Facts): Issue | null {
  const { batchSize } = spec.training;
  if (batchSize === 'full' || batchSize <= rows.train || rows.train === 0) return null;
  return {
    code: 'batch_over_rows',
    severity: 'info',
    stage: 'model',
    path: 'training.batchSize',
    message: `A batch of ${batchSize} holds all ${rows.train} training rows: each epoch is one step.`,
    values: { batchSize, rows: rows.train },
  };
}

function validation({ rows }: Facts): Issue | null {
  if (rows.validation > 0) return null;
  return {
    code: 'no_validation',
    severity: 'warning',
    stage: 'model',
    path: 'data.split',
    message:
      'No validation rows: the kept epoch is the one with the least training loss, and over-fitting stays unseen.',
    values: {},
  };
}
