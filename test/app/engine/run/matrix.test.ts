// Features in the engine's memory: a run on them is the run on an array of the same numbers, and whatever does not fit is refused.
import { describe, expect, test } from 'vitest';
import type { Floats } from '../../../../app/contract/model.ts';
import { loadAddon } from '../../../../app/engine/addon.ts';
import type { FeatureMatrix, RunConfig } from '../../../../app/engine/runConfig.ts';
import { classifier } from '../harness/config.ts';
import { train } from '../harness/run.ts';
import { zeroWeights } from '../harness/weights.ts';

const addon = loadAddon();
const memoryBudget = 2 ** 26;
const matrix = (rows: number, columns: number, precision: 'float32' | 'float64' = 'float32') =>
  new addon.Matrix(rows, columns, precision, memoryBudget);

const trained = async (config: RunConfig) => (await train(config)).run.weights('last');

describe.each(['float32', 'float64'] as const)('in %s', (precision) => {
  test('a run on pieces of a matrix comes to the weights of a run on the array', async () => {
    const config = classifier({ precision });
    const { rows, targets, weights } = config.train;
    const { inputs } = config.network;
    const features = (precision === 'float64' ? Float64Array : Float32Array).from(config.train.features);
    const held = matrix(rows, inputs, precision);
    for (let row = 0; row < rows; row += 7) {
      for (let column = 0; column < inputs; column += 2) {
        const width = Math.min(2, inputs - column);
        const height = Math.min(7, rows - row);
        const piece = features.slice(0, width * height);
        for (let i = 0; i < piece.length; i++)
          piece[i] = features[(row + Math.floor(i / width)) * inputs + column + (i % width)]!;
        held.write(row, column, width, piece);
      }
    }
    const found = await trained({ ...config, train: { rows, features: held, targets, weights } });
    expect(found).toEqual(await trained({ ...config, train: { ...config.train, features } }));
  });
});

test('runs on one matrix come to the weights of runs on arrays, at the same time', async () => {
  const config = classifier();
  const { rows, targets, weights } = config.train;
  const { inputs } = config.network;
  const held = new addon.Matrix(rows, inputs, 'float32', memoryBudget, 3);
  held.write(0, 0, inputs, config.train.features);
  const shared = { rows, features: held, targets, weights };
  const [first, second, third] = await Promise.all(
    [1, 2, 1].map((seed) => trained({ ...config, seed, train: shared })),
  );
  expect(first).toEqual(await trained({ ...config, seed: 1 }));
  expect(second).toEqual(await trained({ ...config, seed: 2 }));
  expect(third).toEqual(first);
});

test.each(['float32', 'float64'] as const)(
  'a forward pass on a matrix is that on the array, in %s',
  async (precision) => {
    const { network, train } = classifier({ precision });
    const features = (precision === 'float64' ? Float64Array : Float32Array).from(train.features);
    const layers = zeroWeights(network, features);
    for (const { weight } of layers) for (const i of weight.keys()) weight[i] = Math.sin(i);
    const held = matrix(train.rows, network.inputs, precision);
    held.write(0, 0, network.inputs, features);
    const outputs = (of: Floats | FeatureMatrix) =>
      addon.forward(network, [layers], of, train.rows, 1, memoryBudget).result;
    expect(await outputs(held)).toEqual(await outputs(features));
    expect(() => outputs(held)).toThrow('not be given to more runs than it was made for');
  },
);

describe('refuses', () => {
  const { train, network, ...rest } = classifier();
  const runOn = (features: FeatureMatrix, config: Partial<RunConfig> = {}) =>
    new addon.Run({ ...rest, network, ...config, train: { ...train, features }, memoryBudget }).dispose();

  test('a second run', () => {
    const held = matrix(train.rows, network.inputs);
    runOn(held);
    expect(() => runOn(held)).toThrow('not be given to more runs than it was made for');
    expect(() => held.write(0, 0, 1, new Float32Array(1))).toThrow('was given to a run');
  });

  test('a run more than it was made for, and to be written once it was given away', () => {
    const held = new addon.Matrix(train.rows, network.inputs, 'float32', memoryBudget, 2);
    runOn(held);
    expect(() => held.write(0, 0, 1, new Float32Array(1))).toThrow('was given to a run');
    runOn(held);
    expect(() => runOn(held)).toThrow('not be given to more runs than it was made for');
    expect(() => new addon.Matrix(1, 1, 'float32', memoryBudget, 0)).toThrow('runs must');
  });

  test('another shape or precision', () => {
    expect(() => runOn(matrix(train.rows - 1, network.inputs))).toThrow(`found ${train.rows - 1} and`);
    expect(() => runOn(matrix(train.rows, network.inputs, 'float64'))).toThrow("in the run's precision");
  });

  test('what is not finite, with its place', () => {
    const held = matrix(train.rows, network.inputs);
    held.write(1, 1, 1, Float32Array.of(Number.NaN));
    expect(() => runOn(held)).toThrow(`train.features[${network.inputs + 1}] is not a finite number`);
  });

  test.each<[Parameters<FeatureMatrix['write']>, string]>([
    [[4, 0, 1, new Float32Array(1)], 'row must'],
    [[-1, 0, 1, new Float32Array(1)], 'row must'],
    [[3, 0, 1, new Float32Array(1)], 'at most 0 rows; found 1'],
    [[2, 0, 1, new Float32Array(2)], 'at most 1 rows; found 2'],
    [[0, 4, 1, new Float32Array(1)], 'column must'],
    [[0, 3, 2, new Float32Array(2)], 'width must'],
    [[0, 0, 2, new Float32Array(3)], 'must have 2 numbers'],
    [[0, 0, 1, [1] as never], 'Float32Array or a Float64Array'],
  ])('a piece that does not fit: %o', (piece, sentence) => {
    expect(() => matrix(3, 4).write(...piece)).toThrow(sentence);
  });

  test('more than the budget, by its bytes', () => {
    expect(() => new addon.Matrix(1_000, 1_000, 'float64', 7_999_999)).toThrow('8000000');
    expect(() => new addon.Matrix(2 ** 31, 2 ** 50, 'float32', memoryBudget)).toThrow(
      expect.objectContaining({ code: 'out_of_memory' }),
    );
  });

  test('what only looks like one', () => {
    const run = new addon.Run({ ...classifier(), memoryBudget });
    for (const other of [run, {}, Object.create(addon.Matrix.prototype)]) {
      Object.setPrototypeOf(other, addon.Matrix.prototype);
      expect(() => runOn(other as FeatureMatrix)).toThrow('must be a Float32Array or a Float64Array');
      expect(() => addon.Matrix.prototype.write.call(other, 0, 0, 1, new Float32Array(1))).toThrow();
    }
    addon.Run.prototype.dispose.call(run);
  });
});
