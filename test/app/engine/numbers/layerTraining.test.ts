// Layers over whole trainings: against a reference that takes every step again in float64, with ragged batches, running
// statistics and dropout; what dropout does to outputs; and how layers begin.
import { describe, expect, test } from 'vitest';
import { type Initializer, type LayerSpec, newLayer } from '../../../../app/contract/spec/layers.ts';
import { newOptimizer } from '../../../../app/contract/spec/optimizers.ts';
import type { BatchSize } from '../../../../app/contract/spec/spec.ts';
import { loadAddon } from '../../../../app/engine/addon.ts';
import type { TrainConfig } from '../../../../app/engine/runConfig.ts';
import { classifier, networkFor } from '../harness/config.ts';
import { fingerprint } from '../harness/fingerprint.ts';
import { rowsFor, weighed } from '../harness/rows.ts';
import { create, train } from '../harness/run.ts';
import { type Doubles, flattened, learnedTensors, noisyWeights } from '../harness/weights.ts';
import { expectAlike } from '../reference/closeness.ts';
import { isDropped } from '../reference/referenceChance.ts';
import { referenceLoss } from '../reference/referenceLosses.ts';
import { forwardReference, matrixOf } from '../reference/referenceNetwork.ts';
import { trainReference } from '../reference/referenceTraining.ts';

const addon = loadAddon();
function descent(hidden: LayerSpec[], rows: number, batchSize: BatchSize, epochs: number): TrainConfig {
  const network = networkFor('categoricalCrossEntropy', hidden);
  return classifier({
    network,
    optimizer: newOptimizer('sgd', { learningRate: 0.3 }),
    batchSize,
    epochs,
    precision: 'float64',
    train: weighed(rowsFor(network, 'categoricalCrossEntropy', rows, { precision: 'float64' })),
    validation: null,
  });
}

const stacks: [name: string, hidden: LayerSpec[]][] = [
  ['plain layers', [newLayer(7, 'tanh'), newLayer(5, 'relu')]],
  ['batch normalisation', [newLayer(7, 'tanh', { normalization: 'batch' })]],
  [
    'two batch normalisations',
    [
      newLayer(6, 'relu', { normalization: 'batch' }),
      newLayer(5, 'tanh', { normalization: 'batch', bias: false }),
    ],
  ],
  ['layer normalisation', [newLayer(7, 'relu', { normalization: 'layer' }), newLayer(5, 'tanh')]],
  ['dropout', [newLayer(9, 'tanh', { dropout: 0.4 }), newLayer(5, 'relu', { dropout: 0.1 })]],
  [
    'everything',
    [
      newLayer(9, 'tanh', { dropout: 0.4, normalization: 'batch' }),
      newLayer(5, 'relu', { dropout: 0.1, normalization: 'layer' }),
    ],
  ],
];

describe.each(stacks)('a training with %s', (_, hidden) => {
  test.each([
    ['batches of 16 and a last one of 3', 35, 16, 4],
    ['one row at a time', 9, 1, 3],
    ['all rows at once', 40, 'full', 5],
    ['blocks of rows', 150, 140, 2],
  ] as const)('is the reference with %s', async (_, rows, batchSize, epochs) => {
    const config = descent(hidden, rows, batchSize, epochs);
    const layers = create(config).weights('last') as Doubles[];
    trainReference(config, layers);
    const found = (await train(config)).run.weights('last') as Doubles[];
    const tensors = learnedTensors(flattened(found));
    for (const [index, [name, wanted]] of learnedTensors(flattened(layers)).entries()) {
      expectAlike(tensors[index]![1], wanted, name);
    }
    for (const [index, { normalization }] of layers.entries()) {
      if (!normalization?.mean) continue;
      expectAlike(found[index]!.normalization!.mean!, normalization.mean, 'running mean');
      expectAlike(found[index]!.normalization!.variance!, normalization.variance!, 'running variance');
    }
  });
});

test('validation rows are scored with running statistics and without dropout', async () => {
  const hidden = [newLayer(8, 'tanh', { normalization: 'batch', dropout: 0.5 })];
  const config = { ...descent(hidden, 50, 20, 1) };
  const validation = rowsFor(config.network, 'categoricalCrossEntropy', 31, { precision: 'float64' });
  const { run, records } = await train({ ...config, validation });
  const [record] = records;
  const outputs = forwardReference(
    config.network,
    run.weights('last'),
    matrixOf(validation.features, 31),
    false,
  ).outputs;
  const losses = outputs.map(
    (z, row) => referenceLoss(config.loss, z, [validation.targets[row]!], config.lossSettings).loss,
  );
  expectAlike([record!.validationLoss!], [losses.reduce((a, b) => a + b, 0) / 31], 'validation loss');
});

describe('dropout', () => {
  const units = 5000;
  const network = (share: number) => ({
    inputs: 1,
    layers: [newLayer(units, 'linear', { dropout: share }), newLayer(1, 'linear')],
  });
  /** What one row's hidden outputs, which are all 1, became: the slopes of the output's weights where the error is 1/2. */
  const outputs = (share: number) => {
    const layers = noisyWeights(network(share));
    layers[0]!.weight.fill(0);
    layers[0]!.bias.fill(1);
    layers[1]!.weight.fill(0);
    layers[1]!.bias.fill(0.5);
    const rows = { rows: 1, features: Float64Array.of(1), targets: Float64Array.of(0), weights: null };
    return addon.gradients(network(share), 'meanSquaredError', layers, rows).layers[1]!.weight;
  };

  test.each([0.1, 0.5, 0.9])('of %d sets that share to 0, scales the rest and keeps the mean', (share) => {
    const found = [...outputs(share)];
    const dropped = found.filter((value) => value === 0).length;
    // Four standard deviations of a binomial distribution.
    const deviation = Math.sqrt(units * share * (1 - share));
    expect(Math.abs(dropped - units * share)).toBeLessThan(4 * deviation);
    for (const value of found) if (value !== 0) expect(value).toBeCloseTo(1 / (1 - share), 12);
    const mean = found.reduce((a, b) => a + b, 0) / units;
    expect(Math.abs(mean - 1)).toBeLessThan((4 * deviation) / units / (1 - share));
  });

  test('drops whom its definition says', () => {
    const found = outputs(0.3);
    for (let unit = 0; unit < units; ++unit) {
      expect(found[unit] === 0).toBe(isDropped(0.3, { seed: 0, step: 1, layer: 0, row: 0, unit, units }));
    }
  });

  test('drops the same for any number of threads and any way through the batch', async () => {
    for (const width of [60, 260]) {
      const hidden = [newLayer(width, 'relu', { dropout: 0.3 }), newLayer(20, 'tanh', { dropout: 0.5 })];
      const config = { ...descent(hidden, 700, 500, 2), precision: 'float32' as const };
      const prints = new Set<string>();
      for (const threads of [1, 2, 3, 8])
        prints.add(fingerprint((await train({ ...config, threads })).run.weights('last')));
      expect(prints.size, `${width} units`).toBe(1);
    }
  });
});

describe('an initializer', () => {
  const [inputs, units] = [200, 300];
  const count = inputs * units;
  const begin = (initializer: Initializer, said: Partial<TrainConfig> = {}, scale = 0.2) => {
    const first = newLayer(units, 'tanh', { initializer, initializerScale: scale });
    const network = { inputs, layers: [first, newLayer(2, 'linear')] };
    const train = rowsFor(network, 'categoricalCrossEntropy', 2, { precision: 'float64' });
    return create(classifier({ network, train, validation: null, ...said })).weights('last')[0]!;
  };

  test('of zeros or a constant is that', () => {
    expect(new Set(begin('zeros').weight)).toEqual(new Set([0]));
    expect(new Set(begin('constant').weight)).toEqual(new Set([Math.fround(0.2)]));
    expect(new Set(begin('constant', {}, -3).weight)).toEqual(new Set([-3]));
  });

  test.each([
    ['uniform', 0.2 ** 2 / 3],
    ['glorotUniform', 2 / (inputs + units)],
    ['heUniform', 2 / inputs],
    ['lecunUniform', 1 / inputs],
  ] as const)('%s is even within its limit', (name, variance) => {
    const limit = Math.sqrt(3 * variance);
    const weights = [...begin(name).weight];
    expect(Math.max(...weights.map(Math.abs))).toBeLessThanOrEqual(limit * (1 + 1e-6));
    const tenths = Array(10).fill(0);
    for (const weight of weights) ++tenths[Math.min(9, Math.floor((weight / limit + 1) * 5))];
    // Five standard deviations of a binomial distribution.
    for (const found of tenths)
      expect(Math.abs(found - count / 10)).toBeLessThan(5 * Math.sqrt(count * 0.09));
  });

  test.each([
    ['normal', 0.2 ** 2],
    ['glorotNormal', 2 / (inputs + units)],
    ['heNormal', 2 / inputs],
    ['lecunNormal', 1 / inputs],
  ] as const)("%s has a normal distribution's first four moments and tails", (name, variance) => {
    const scores = [...begin(name).weight].map((weight) => weight / Math.sqrt(variance));
    const moment = (power: number) => scores.reduce((sum, score) => sum + score ** power, 0) / count;
    // Each within five standard deviations of its mean over so many: sqrt((E x^2k - (E x^k)^2) / count).
    for (const [power, mean, square] of [
      [1, 0, 1],
      [2, 1, 3],
      [3, 0, 15],
      [4, 3, 105],
    ] as const) {
      expect(Math.abs(moment(power) - mean), `moment ${power}`).toBeLessThan(
        5 * Math.sqrt((square - mean ** 2) / count),
      );
    }
    const beyondThree = scores.filter((score) => Math.abs(score) > 3).length;
    expect(Math.abs(beyondThree - count * 0.0026998)).toBeLessThan(5 * Math.sqrt(count * 0.0027));
  });

  test('gives other weights for another seed, the same ones in float64, and biases of 0', () => {
    const single = begin('glorotNormal');
    expect([...begin('glorotNormal', { precision: 'float64' }).weight]).toEqual([...single.weight]);
    expect([...begin('glorotNormal', { seed: 8 }).weight]).not.toEqual([...single.weight]);
    expect(new Set(single.bias)).toEqual(new Set([0]));
  });
});
