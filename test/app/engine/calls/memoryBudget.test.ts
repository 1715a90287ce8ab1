// Memory is refused by number before any of it is taken: a training that needs N bytes is made with a budget of N and refused
// with one of N - 1, and the refusal says N. That N is what is really taken is test/native/memory_test.cpp's.
import { describe, expect, test } from 'vitest';
import { limits } from '../../../../app/contract/limits.ts';
import { type LayerSpec, newLayer } from '../../../../app/contract/spec/layers.ts';
import { newOptimizer } from '../../../../app/contract/spec/optimizers.ts';
import type { BatchSize } from '../../../../app/contract/spec/spec.ts';
import { loadAddon } from '../../../../app/engine/addon.ts';
import type { TrainConfig } from '../../../../app/engine/runConfig.ts';
import { classifier } from '../harness/config.ts';

const addon = loadAddon();
const create = (config: TrainConfig, memoryBudget: number) =>
  new addon.Run({ ...config, memoryBudget }).dispose();

/** Bytes that the refusal names. */
function needed(config: TrainConfig): number {
  try {
    create(config, 0);
  } catch (error) {
    expect(error).toMatchObject({ code: 'out_of_memory' });
    return Number((error as Error).message);
  }
  return expect.fail('it was not refused');
}

const withLayer = (said: Partial<LayerSpec>, change: Partial<TrainConfig> = {}): TrainConfig =>
  classifier({
    network: { inputs: 5, layers: [newLayer(40, 'tanh', said), newLayer(3, 'linear')] },
    ...change,
  });

describe('the budget of', () => {
  test.each([
    ['a plain network', withLayer({})],
    ['batch normalisation', withLayer({ normalization: 'batch' })],
    ['layer normalisation', withLayer({ normalization: 'layer' })],
    ['dropout', withLayer({ dropout: 0.5 })],
    ['L-BFGS', withLayer({}, { optimizer: newOptimizer('lbfgs'), batchSize: 'full' })],
    ['float64', withLayer({}, { precision: 'float64' })],
    ['a checkpoint history', withLayer({}, { epochs: 100, history: limits.checkpointHistory })],
    ['many threads', withLayer({}, { threads: 256, batchSize: 'full' })],
  ])('%s is kept to the byte', (_, config) => {
    const bytes = needed(config);
    expect(() => create(config, bytes)).not.toThrow();
    expect(() => create(config, bytes - 1)).toThrow(String(bytes));
  });

  test('what adds numbers is larger', () => {
    const plain = needed(withLayer({}));
    expect(needed(withLayer({ normalization: 'layer' }))).toBeGreaterThan(plain);
    expect(needed(withLayer({ normalization: 'batch' }))).toBeGreaterThan(plain);
    expect(needed(withLayer({ dropout: 0.5 }))).toBeGreaterThan(plain);
    expect(needed(withLayer({}, { history: limits.checkpointHistory }))).toBeGreaterThan(plain);
    expect(needed(withLayer({}, { optimizer: newOptimizer('sgd') }))).toBeLessThan(plain);
    expect(needed(withLayer({}, { precision: 'float64' }))).toBeGreaterThan(1.9 * plain);
  });
});

describe('numbers that no network or batch has', () => {
  const budget = 2 ** 28;
  const sized = (units: number) =>
    classifier({ network: { inputs: 5, layers: [newLayer(units, 'tanh'), newLayer(3, 'linear')] } });

  test.each([0, -1, 2.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])(
    '%d units are refused by name',
    (units) => {
      expect(() => create(sized(units), budget)).toThrow(/^network\.layers\[0\]\.units must be .*\.$/);
    },
  );

  test.each([0, -1, 2.5, Number.NaN, 2 ** 32])('a batch of %d rows is refused by name', (batchSize) => {
    const config = classifier({ batchSize: batchSize as BatchSize });
    expect(() => create(config, budget)).toThrow(/^batchSize must be .*\.$/);
  });

  test('10^9 units are refused with the memory that they would need', () => {
    // Of the weights 5 + 3 and their bias, in three copies at least.
    expect(needed(sized(1e9))).toBeGreaterThan(9e9 * 4 * 3);
    expect(() => create(sized(1e9), budget)).toThrow(/^\d{12,}$/);
  });

  test('10^9 units are refused by gradients, which is for small networks, before their weights are looked at', () => {
    const { network, loss, train } = sized(1e9);
    expect(() => addon.gradients(network, loss, [], train)).toThrow(/^\d{11,}$/);
  });

  test('a batch of 10^9 rows is all rows', () => {
    expect(needed(classifier({ batchSize: 1e9 }))).toBe(needed(classifier({ batchSize: 'full' })));
  });
});
