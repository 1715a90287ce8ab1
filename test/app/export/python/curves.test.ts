// train.py follows the loss curve that the engine had: every optimizer, loss, schedule, penalty and limit, in float64 to the last digits
// and in float32 for ten epochs.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { EpochRecord } from '../../../../app/contract/run/training.ts';
import type { Choices } from '../../../../app/contract/spec/choices.ts';
import { newLayer } from '../../../../app/contract/spec/layers.ts';
import { type Loss, lossesOfTask } from '../../../../app/contract/spec/losses.ts';
import { newOptimizer, optimizers, optimizerTraits } from '../../../../app/contract/spec/optimizers.ts';
import { newSchedule, schedules } from '../../../../app/contract/spec/schedules.ts';
import type { RunSpec } from '../../../../app/contract/spec/spec.ts';
import type { Task } from '../../../../app/contract/spec/task.ts';
import { inFolder, type Python, pythonsWith, runPython } from './pythons.ts';
import { type Repeatable, repeatable } from './trainings.ts';

const pythons = pythonsWith('numpy', 'torch').slice(0, 1);

type Edit = (spec: RunSpec) => RunSpec;
const training =
  (changes: Partial<RunSpec['training']>): Edit =>
  (spec) => ({ ...spec, training: { ...spec.training, ...changes } });
const regular =
  (changes: Partial<RunSpec['training']['regularization']>): Edit =>
  (spec) =>
    training({ regularization: { ...spec.training.regularization, ...changes } })(spec);
const layers =
  (...all: RunSpec['model']['layers']): Edit =>
  (spec) => ({ ...spec, model: { ...spec.model, layers: all } });
const all =
  (...edits: Edit[]): Edit =>
  (spec) =>
    edits.reduce((edited, edit) => edit(edited), spec);

const targetOf: Record<Task, string> = { regression: 'y', binary: 'two', multiclass: 'kind' };
const usual: Choices = {
  targets: ['y'],
  epochs: 10,
  hidden: [6, 5],
  activation: 'tanh',
  precision: 'float64',
};
type Row = [name: string, choices: Partial<Choices>, edit?: Edit];

const ofOptimizers = optimizers.map((type): Row => {
  const { fullBatch } = optimizerTraits[type];
  return [`the optimizer ${type}`, { optimizer: type, ...(fullBatch && { batchSize: 'full' }) }];
});
const ofSettings: Row[] = [
  [
    'momentum with dampening',
    {},
    training({ optimizer: newOptimizer('momentum', { dampening: 0.4, weightDecay: 0.01 }) }),
  ],
  [
    'centred rmsProp with momentum',
    {},
    training({ optimizer: newOptimizer('rmsProp', { centered: true, momentum: 0.5 }) }),
  ],
  [
    'adam without bias correction',
    {},
    training({ optimizer: newOptimizer('adam', { biasCorrection: false, weightDecay: 0.1 }) }),
  ],
  [
    'amsGrad without bias correction',
    {},
    training({ optimizer: newOptimizer('amsGrad', { biasCorrection: false }) }),
  ],
  [
    'adaGrad with its own decay',
    {},
    all(
      training({ optimizer: newOptimizer('adaGrad', { learningRateDecay: 0.1, initialAccumulator: 0.2 }) }),
      regular({ decoupledDecay: 0.02 }),
    ),
  ],
  [
    'lbfgs with weight decay, without a search',
    { batchSize: 'full' },
    training({
      optimizer: newOptimizer('lbfgs', { weightDecay: 0.01, lineSearch: 'none', learningRate: 0.1 }),
    }),
  ],
  ['penalties on biases too', {}, regular({ l1: 0.01, decoupledDecay: 0.01, decayBiases: true })],
  ['clipping and a largest norm', {}, regular({ clipNorm: 0.5, clipValue: 0.1, maxNorm: 0.8 })],
  [
    'batch normalisation',
    {},
    layers(
      newLayer(6, 'relu', { normalization: 'batch', bias: false }),
      newLayer(5, 'elu', { normalization: 'batch', bias: false }),
    ),
  ],
  ['layer normalisation', {}, layers(newLayer(6, 'gelu', { normalization: 'layer' }))],
  ['dropout', {}, layers(newLayer(20, 'relu', { dropout: 0.3 }), newLayer(10, 'silu', { dropout: 0.5 }))],
  [
    'a batch with a last row of its own',
    { batchSize: 37 },
    layers(newLayer(6, 'relu', { normalization: 'batch' })),
  ],
  ['two targets', { targets: ['y', 'y 둘'] }],
  [
    'weights of rows, balanced classes',
    { targets: ['kind'], sampleWeight: 'count' },
    (spec) => training({ lossSettings: { ...spec.training.lossSettings, classWeights: 'balanced' } })(spec),
  ],
  [
    'given class weights',
    { targets: ['two'] },
    (spec) =>
      training({
        lossSettings: { ...spec.training.lossSettings, classWeights: [0.5, 3], labelSmoothing: 0.1 },
      })(spec),
  ],
  [
    'smoothed labels of classes',
    { targets: ['kind'] },
    (spec) => training({ lossSettings: { ...spec.training.lossSettings, labelSmoothing: 0.2 } })(spec),
  ],
  ['no validation rows', { split: { train: 0.8, validation: 0, test: 0.2 } }],
  [
    'the accuracy watched, with patience',
    { targets: ['two'], epochs: 40, patience: 2 },
    (spec) =>
      training({
        stopping: { ...spec.training.stopping, monitor: 'accuracy' },
        schedule: { ...newSchedule('reduceOnPlateau'), patience: 0 } as RunSpec['training']['schedule'],
      })(spec),
  ],
  [
    'a loss to reach',
    { epochs: 60, learningRate: 0.05 },
    (spec) => training({ stopping: { ...spec.training.stopping, targetLoss: 0.9 } })(spec),
  ],
];
const ofLosses = (Object.entries(lossesOfTask) as [Task, readonly Loss[]][]).flatMap(([task, losses]) =>
  losses.map(
    (loss): Row => [
      `the loss ${loss} of ${task}`,
      { targets: [loss === 'poisson' ? 'count' : targetOf[task]], task, loss },
    ],
  ),
);
const ofSchedules = schedules.map(
  (type): Row => [
    `the schedule ${type}`,
    { learningRate: 0.05 },
    training({
      schedule: {
        ...newSchedule(type),
        ...(type === 'warmupCosine' && { warmupEpochs: 3 }),
        ...(type === 'step' && { every: 3 }),
        ...(type === 'reduceOnPlateau' && { patience: 0, threshold: 0.2 }),
      } as RunSpec['training']['schedule'],
    }),
  ],
);
const double = [...ofOptimizers, ...ofSettings, ...ofLosses, ...ofSchedules];
const single: Row[] = [...ofOptimizers, ...ofSettings.filter(([name]) => /norm|dropout/.test(name))].map(
  ([name, choices, edit]) => [`${name} in float32`, { ...choices, precision: 'float32' }, edit],
);
const rows = [...double, ...single].map(([name, choices, edit], k) => ({ name, choices, edit, k }));

const script = `
import os, runpy, sys
here = os.getcwd()
for name in sorted(os.listdir("."), key=int):
    os.chdir(os.path.join(here, name))
    sys.argv = ["train.py", "table.csv", "--out", "run"]
    try:
        runpy.run_path("train.py", run_name="__main__")
    except BaseException as error:
        print(name, repr(error), file=sys.stderr)
`;

describe.each(pythons)('with $name', (python) => {
  let trained: Repeatable[];
  let curves: EpochRecord[][];
  beforeAll(async () => {
    trained = [];
    for (const { choices, edit } of rows) trained.push(await repeatable({ ...usual, ...choices }, edit));
    curves = await curvesOf(python, trained);
  }, 600_000);

  it.each(rows)('$name', ({ k, choices }) => {
    const { records, spec } = trained[k]!;
    const float32 = choices.precision === 'float32';
    // L-BFGS finds out one epoch later that it has converged.
    const found = spec.training.optimizer.type === 'lbfgs' ? curves[k]!.slice(0, records.length) : curves[k]!;
    expect(found.map(({ epoch }) => epoch)).toEqual(records.map(({ epoch }) => epoch));
    expect(largestDifference(records, found)).toBeLessThan(float32 ? 1e-3 : 1e-9);
  });
});

async function curvesOf(python: Python, trained: Repeatable[]): Promise<EpochRecord[][]> {
  return inFolder([], (folder) => {
    for (const [k, { files, csv }] of trained.entries()) {
      mkdirSync(join(folder, String(k)));
      const table = { name: 'table.csv', bytes: new TextEncoder().encode(csv) };
      for (const { name, bytes } of [...files, table]) writeFileSync(join(folder, String(k), name), bytes);
    }
    const { stderr } = runPython(python, folder, ['-c', script]);
    if (stderr !== '') throw new Error(stderr);
    return trained.map((_, k) => linesOf(join(folder, String(k), 'run/history.jsonl')));
  });
}

function linesOf(file: string): EpochRecord[] {
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

/** Of losses and learning rates, relative; scores of float32 may differ by a row. */
function largestDifference(expected: EpochRecord[], found: EpochRecord[]): number {
  const keys = ['trainLoss', 'validationLoss', 'learningRate'] as const;
  const differences = expected.flatMap((record, i) =>
    keys.map((key) => {
      const [a, b] = [record[key], found[i]![key]];
      if (a === null || b === null) return a === b ? 0 : Number.POSITIVE_INFINITY;
      return Math.abs(a - b) / Math.max(Math.abs(a), 1e-9);
    }),
  );
  return Math.max(...differences);
}
