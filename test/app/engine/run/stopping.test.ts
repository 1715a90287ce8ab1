// When a run ends before its last epoch, which epoch it keeps, and what it says of a divergence.
import { describe, expect, test } from 'vitest';
import { newLayer } from '../../../../app/contract/spec/layers.ts';
import { newOptimizer } from '../../../../app/contract/spec/optimizers.ts';
import { defaultStopping, type Stopping } from '../../../../app/contract/spec/stopping.ts';
import { loadEngine } from '../../../../app/engine/load.ts';
import type { TrainConfig } from '../../../../app/engine/runConfig.ts';
import { classifier } from '../harness/config.ts';
import { fingerprint } from '../harness/fingerprint.ts';
import { classRows, valueRows } from '../harness/rows.ts';
import { ended, train } from '../harness/run.ts';

const engine = loadEngine();
const stopping = (said: Partial<Stopping>): Stopping => ({ ...defaultStopping, ...said });
/** Noisy enough that loss and accuracy disagree on the best epoch. */
const noisy = (change: Partial<TrainConfig> = {}) =>
  classifier({ epochs: 40, optimizer: newOptimizer('adam', { learningRate: 0.05 }), ...change });

const values = (change: Partial<TrainConfig> = {}) =>
  classifier({
    loss: 'meanSquaredError',
    train: valueRows(103, 5, 3),
    validation: valueRows(40, 5, 3, 10_000),
    epochs: 30,
    ...change,
  });

describe('the score of an epoch', () => {
  test('is the accuracy on the validation rows for classes', async () => {
    const config = noisy({ epochs: 3 });
    const { run, records } = await train(config);
    const { features, targets } = classRows(40, 5, 3, 10_000);
    const outputs = await engine.forward(config.network, [run.weights('last')] as never, features, 40, 1);
    const right = targets.filter((target, row) => {
      const own = [...outputs.slice(3 * row, 3 * row + 3)];
      return own.indexOf(Math.max(...own)) === target;
    }).length;
    expect(records.at(-1)!.validationScore).toBe(right / 40);
  });

  test('is the mean absolute error for values, and missing without validation rows', async () => {
    const config = values();
    const { run, records } = await train(config);
    const { features, targets } = valueRows(40, 5, 3, 10_000);
    const outputs = await engine.forward(config.network, [run.weights('last')] as never, features, 40, 1);
    const error = outputs.reduce((sum, value, i) => sum + Math.abs(value - targets[i]!), 0) / outputs.length;
    expect(records.at(-1)!.validationScore).toBeCloseTo(error, 6);
    expect((await train({ ...config, validation: null })).records.at(-1)!.validationScore).toBeNull();
  });
});

describe('another loss for the validation rows', () => {
  const robust = (change: Partial<TrainConfig> = {}) => values({ loss: 'huber', ...change });

  test('is their mean squared error, changes no weight, and chooses the best epoch', async () => {
    const config = robust({ validationLoss: 'meanSquaredError' });
    const [judged, plain] = [await train(config), await train(robust())];
    expect(fingerprint(judged.run.weights('last'))).toBe(fingerprint(plain.run.weights('last')));
    expect(judged.records.map(({ trainLoss }) => trainLoss)).toEqual(
      plain.records.map(({ trainLoss }) => trainLoss),
    );
    const { features, targets } = valueRows(40, 5, 3, 10_000);
    const last = [judged.run.weights('last')] as never;
    const outputs = await engine.forward(config.network, last, features, 40, 1);
    const error = outputs.reduce((sum, value, i) => sum + (value - targets[i]!) ** 2, 0) / outputs.length;
    expect(judged.records.at(-1)!.validationLoss).toBeCloseTo(error, 6);
    const seen = judged.records.map(({ validationLoss }) => validationLoss!);
    const least = Math.min(...seen);
    expect(judged.last.best).toEqual({ epoch: seen.indexOf(least) + 1, loss: least });
  });

  test('must be for the same targets', () => {
    expect(() => engine.createRun(robust({ validationLoss: 'categoricalCrossEntropy' }))).toThrow(
      'validationLoss needs other targets than loss does.',
    );
    expect(() => engine.createRun(noisy({ validationLoss: 'binaryFocal' }))).toThrow('validationLoss');
  });
});

describe('the best epoch', () => {
  test.each([
    ['loss', ({ validationLoss }: { validationLoss: number | null }) => validationLoss!],
    ['trainingLoss', ({ trainLoss }: { trainLoss: number }) => trainLoss],
    ['accuracy', ({ validationScore }: { validationScore: number | null }) => 1 - validationScore!],
  ] as const)('is the first with the least %s', async (monitor, watched) => {
    const { run, records, last } = await train(noisy({ stopping: stopping({ monitor }) }));
    const seen = records.map((record) => watched(record as never));
    const least = Math.min(...seen);
    expect(last.best).toEqual({ epoch: seen.indexOf(least) + 1, loss: least });
    const there = await train(noisy({ epochs: last.best!.epoch }));
    expect(fingerprint(run.weights('best'))).toBe(fingerprint(there.run.weights('last')));
  });

  test('is the first with the least mean absolute error, and patience waits for that', async () => {
    const config = values({
      stopping: stopping({ monitor: 'meanAbsoluteError' }),
      patience: 3,
      epochs: 3000,
      optimizer: newOptimizer('adam', { learningRate: 0.3 }),
    });
    const { records, last } = await train(config);
    const scores = records.map(({ validationScore }) => validationScore!);
    expect(last.best!.loss).toBe(Math.min(...scores));
    expect(last).toMatchObject({ reason: 'patience', epoch: last.best!.epoch + 3 });
  });

  test('cannot be told by a score that there is not', () => {
    const accuracy = stopping({ monitor: 'accuracy' });
    expect(() => engine.createRun(values({ stopping: accuracy }))).toThrow('Only classes have an accuracy');
    expect(() => engine.createRun(noisy({ stopping: accuracy, validation: null }))).toThrow(
      'validation rows',
    );
    const error = stopping({ monitor: 'meanAbsoluteError' });
    expect(() => engine.createRun(noisy({ stopping: error }))).toThrow('no mean absolute error');
  });
});

describe('a run ends', () => {
  test('with the first epoch whose loss is not above the target', async () => {
    const all = await train(noisy());
    const targetLoss = all.records[9]!.validationLoss!;
    const { records, last } = await train(noisy({ stopping: stopping({ targetLoss }) }));
    const first = all.records.findIndex(({ validationLoss }) => validationLoss! <= targetLoss) + 1;
    expect(last).toMatchObject({ state: 'finished', reason: 'targetLoss', epoch: first });
    expect(records).toEqual(all.records.slice(0, first));
    const ofTraining = stopping({ targetLoss: all.records[9]!.trainLoss, monitor: 'trainingLoss' });
    expect((await train(noisy({ stopping: ofTraining }))).last.epoch).toBeLessThanOrEqual(10);
  });

  test('after the time that it is given', async () => {
    const config = noisy({ epochs: 1e9, stopping: stopping({ seconds: 0.15 }) });
    const { last, run } = await train(config);
    expect(last).toMatchObject({ state: 'finished', reason: 'timeLimit' });
    expect(last.seconds).toBeGreaterThanOrEqual(0.15);
    expect(last.seconds).toBeLessThan(1);
    expect(run.checkpoint()!.best).toEqual(last.best);
  });
});

describe('a divergence', () => {
  const tooFast = newOptimizer('sgd', { learningRate: 1000 });

  test('blames the learning rate where inputs and gradients are as they should be', async () => {
    const { last, run } = await train(values({ optimizer: tooFast, epochs: 1000 }));
    expect(last).toMatchObject({ state: 'diverged', cause: { kind: 'learningRate', value: 1000 } });
    for (const which of ['best', 'last'] as const) {
      for (const { weight, bias } of run.weights(which)) {
        expect([...weight, ...bias].every(Number.isFinite)).toBe(true);
      }
    }
  });

  test('blames the column that nobody scaled, with its largest value', async () => {
    const train_ = valueRows(103, 5, 3);
    for (let row = 0; row < 103; ++row) train_.features[5 * row + 3]! *= 1e6;
    const config = values({ train: train_, optimizer: newOptimizer('sgd', { learningRate: 0.1 }) });
    config.network.layers[0]!.activation = 'relu';
    const { last } = await train({ ...config, epochs: 1000 });
    const column = train_.features.filter((_, i) => i % 5 === 3);
    expect(last).toMatchObject({ state: 'diverged', cause: { kind: 'unscaledInput', index: 3 } });
    expect(last).toMatchObject({ cause: { value: Math.max(...column.map(Math.abs)) } });
  });

  test('blames gradients that explode on their way through many wide-spread layers, with the layer', async () => {
    const spread = { initializer: 'normal', initializerScale: 2 } as const;
    const layers = Array.from({ length: 8 }, () => newLayer(20, 'linear', spread));
    const network = { inputs: 5, layers: [...layers, newLayer(3, 'linear', spread)] };
    const { last } = await train(values({ network, optimizer: newOptimizer('sgd'), epochs: 1000 }));
    expect(last).toMatchObject({ state: 'diverged', cause: { kind: 'explodingGradients' } });
    const { cause } = last as unknown as { cause: { value: number } };
    expect(cause.value).toBeGreaterThan(1e3);
  });

  test('is forgotten by a rewind', async () => {
    const { run } = await train(values({ optimizer: tooFast, epochs: 1000 }));
    const seen = new Promise((resolve) => run.onSnapshot(resolve));
    run.rewind();
    expect(await seen).toMatchObject({ state: 'ready', divergedAt: null, cause: null });
    run.change({ optimizer: newOptimizer('sgd', { learningRate: 1e-3 }) });
    const end = ended(run);
    run.step('epoch');
    run.stop();
    expect((await end).last.state).toBe('stopped');
  });
});
