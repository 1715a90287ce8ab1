// What prevents training a spec, and what a person should know before training. The schema checks the ranges of single numbers
// (specIssues.ts); the checks here need the whole spec and the table.
import type { Issue } from '../contract/issues/issues.ts';
import type { Remedy } from '../contract/issues/remedies.ts';
import { limits } from '../contract/limits.ts';
import { defaultSplit, type RunSpec } from '../contract/spec/spec.ts';
import { checkLayers, checkOutput } from './checkLayers.ts';
import { checkTraining } from './checkTraining.ts';
import { setting, settings } from './fixes.ts';
import { checkInitialWeights } from './initialWeights.ts';
import { rowsThatFit, trainingMemory, unitsThatFit } from './memory.ts';
import { layerShapes, type Network } from './network.ts';
import { strongDecay } from './propose.ts';

export interface Facts {
  network: Network;
  rows: { train: number; validation: number; test: number };
}

const usualShares = Object.fromEntries(
  Object.entries(defaultSplit).map(([part, share]) => [`data.split.${part}`, share]),
);

/** As an English sentence writes it: 4,295,557,123. */
const grouped = (count: number) => count.toLocaleString('en');
const mebibytes = (bytes: number) => Math.ceil(bytes / 2 ** 20);

export function checkModel(spec: RunSpec, facts: Facts): Issue[] {
  const { network, rows } = facts;
  const outputs = network.layers.at(-1)?.units ?? 0;
  return [
    memory(spec, facts),
    ...checkLayers(spec, rows.train),
    ...checkOutput(spec),
    ...checkInitialWeights(spec, network),
    ...checkTraining(spec, outputs, rows.validation),
    rowsPerParameter(spec, facts),
    batch(spec, facts),
    validation(spec, facts),
  ].filter((issue) => issue !== null);
}

function memory(spec: RunSpec, { network, rows }: Facts): Issue | null {
  const all = rows.train + rows.validation + rows.test;
  const bytes = trainingMemory(network, spec, all);
  if (bytes <= limits.memory.max) return null;
  const needed = mebibytes(Math.min(bytes, Number.MAX_SAFE_INTEGER));
  const available = mebibytes(limits.memory.max);
  const refusal = `Training this network would need ${grouped(needed)} MiB; ${grouped(available)} MiB are allowed.`;
  const units = unitsThatFit(network, spec, all);
  if (units !== null) {
    return {
      code: 'memory_too_large',
      severity: 'error',
      stage: 'model',
      path: 'model.layers',
      message: `${refusal} Hidden layers of at most ${grouped(units)} units would fit.`,
      values: { needed, available, units },
      remedies: [settings(cutTo(spec, units))],
    };
  }
  const fitting = rowsThatFit(network, spec, all) ?? 0;
  const advice = fitting > 0 ? `${grouped(fitting)} rows would fit.` : 'Use fewer columns.';
  return {
    code: 'memory_of_rows_too_large',
    severity: 'error',
    stage: 'model',
    path: 'data.columns',
    message: `${refusal} ${advice}`,
    values: { needed, available, rows: fitting },
  };
}

/** For each hidden layer with more units than this, the smaller number by the path of its setting. */
function cutTo({ model }: RunSpec, units: number): Record<string, number> {
  const wider = model.layers.flatMap((layer, i) => (layer.units > units ? [i] : []));
  return Object.fromEntries(wider.map((i) => [`model.layers.${i}.units`, units]));
}

/** The usual remedies for overfitting that are not applied yet: more weight decay, or one layer fewer. */
function againstOverfitting({ model, training }: RunSpec, trainRows: number): Remedy[] {
  const { optimizer } = training;
  const decay = strongDecay(trainRows);
  const more = 'weightDecay' in optimizer && optimizer.weightDecay < decay;
  const last = model.layers.length - 1;
  return [
    ...(more ? [setting('training.optimizer.weightDecay', decay)] : []),
    ...(last > 0 ? [{ kind: 'removeLayer', layer: last } as const] : []),
  ];
}

function rowsPerParameter(spec: RunSpec, { network, rows }: Facts): Issue | null {
  const parameters = layerShapes(network).reduce((sum, shape) => sum + shape.parameters, 0);
  if (rows.train === 0 || parameters <= rows.train) return null;
  return {
    code: 'parameters_over_rows',
    severity: 'info',
    stage: 'model',
    path: 'model.layers',
    message: `${grouped(parameters)} parameters for ${grouped(rows.train)} training rows: it may overfit; watch the validation loss.`,
    values: { parameters, rows: rows.train },
    remedies: againstOverfitting(spec, rows.train),
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
    message: `A batch of ${batchSize} holds all ${rows.train} training rows, so each epoch is one step.`,
    values: { batchSize, rows: rows.train },
    remedies: [setting('training.batchSize', 'full')],
  };
}

function validation({ data, training }: RunSpec, { rows }: Facts): Issue | null {
  if (rows.validation > 0 || training.epochFolds !== undefined) return null;
  return {
    code: 'no_validation',
    severity: 'warning',
    stage: 'model',
    path: 'data.split',
    message:
      'There are no validation rows: the epoch with the lowest training loss is kept, and overfitting cannot be seen.',
    values: {},
    remedies: 'validation' in data.split && 'train' in data.split ? [settings(usualShares)] : [],
  };
}
