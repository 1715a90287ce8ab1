// The past of a run that is over before anybody has looked: kept by the engine, the bits of a run that was stopped there, and
// still there when the run is disposed of. Which epochs are kept is test/native/checkpoint_history_test.cpp's.
import { describe, expect, test } from 'vitest';
import { limits } from '../../../../app/contract/limits.ts';
import { newOptimizer } from '../../../../app/contract/spec/optimizers.ts';
import type { EngineRun } from '../../../../app/engine/engine.ts';
import type { TrainConfig } from '../../../../app/engine/runConfig.ts';
import { classifier } from '../harness/config.ts';
import { wholeFingerprint } from '../harness/fingerprint.ts';
import { create, finish, reached, train } from '../harness/run.ts';

/** 60 epochs of 7 steps: about a millisecond. */
const fast = (change: Partial<TrainConfig> = {}) =>
  classifier({ epochs: 60, history: limits.checkpointHistory, ...change });

const epochsOf = (run: EngineRun) => run.checkpoints().map(({ epoch }) => epoch);

describe('a fast run', () => {
  test.each([
    ['adam', 'float32'],
    ['sgd', 'float64'],
  ] as const)(
    'with %s in %s keeps every epoch, in the bits of a run that ends there',
    async (type, precision) => {
      const settings = { optimizer: newOptimizer(type, { learningRate: 0.01 }), precision };
      const { run } = await train(fast(settings));
      run.dispose();
      expect(epochsOf(run)).toEqual(Array.from({ length: 60 }, (_, i) => i + 1));
      for (const { epoch, step } of run.checkpoints().filter((_, i) => i % 7 === 0)) {
        const there = await train(classifier({ epochs: epoch, ...settings }));
        const wanted = there.run.checkpoint()!;
        const found = run.checkpointAt(step)!;
        expect(found).toMatchObject({ epoch, step, best: wanted.best, sinceBest: wanted.sinceBest });
        expect(wholeFingerprint(found.layers)).toBe(wholeFingerprint(wanted.layers));
        expect(found).toEqual(wanted);
      }
    },
  );

  test('goes on from any of them to its own end', async () => {
    const { run } = await train(fast());
    const checkpoint = run.checkpointAt(200)!;
    expect(checkpoint.epoch).toBe(28);
    const again = await train(fast({ checkpoint }));
    expect(wholeFingerprint(again.run.weights('last'))).toBe(wholeFingerprint(run.weights('last')));
    expect(epochsOf(again.run)).toEqual(Array.from({ length: 33 }, (_, i) => 28 + i));
  });

  test('tells with its last snapshot that there are others', async () => {
    const { last, run } = await train(fast());
    expect(last.historyVersion).toBe(60);
    expect(run.checkpointAt(6)).toBeNull();
    expect(run.checkpointAt(1e9)!.epoch).toBe(60);
  });
});

test('a run that was not told to keeps none', async () => {
  const { run, last } = await train(classifier());
  expect([run.checkpoints(), run.checkpointAt(1e9), last.historyVersion]).toEqual([[], null, 0]);
});

test('a forgotten history is gone', async () => {
  const { run } = await train(fast());
  run.dispose();
  expect(run.checkpointAt(7)).not.toBeNull();
  run.forgetHistory();
  expect([run.checkpoints(), run.checkpointAt(7)]).toEqual([[], null]);
});

test('a rewind forgets them, and the run keeps the same ones again', async () => {
  const run = create(fast());
  const first = reached(run, 'paused');
  run.step('epoch');
  await first;
  expect(epochsOf(run)).toEqual([1]);
  const before = run.checkpointAt(7);
  const ready = reached(run, 'ready');
  run.rewind();
  await ready;
  expect(run.checkpoints()).toEqual([]);
  await finish(run);
  expect(epochsOf(run)).toHaveLength(60);
  expect(run.checkpointAt(7)).toEqual(before);
});

describe('the size of a step', () => {
  test('is told of the last step of a run that is over at once, and of a single step', async () => {
    const { run, last } = await train(fast({ epochs: 2 }));
    const after = run.weights('last');
    const stepped = create(fast({ epochs: 2 }));
    for (let step = 1; step <= 13; step++) {
      const paused = reached(stepped, 'paused');
      stepped.step('batch');
      expect((await paused).updateRatios).toHaveLength(2);
    }
    const before = stepped.weights('last');
    const wanted = after.map(({ weight }, layer) => {
      const then = before[layer]!.weight;
      const norm = (values: ArrayLike<number>) => Math.hypot(...Array.from(values));
      return norm(weight.map((value, i) => value - then[i]!)) / norm(then);
    });
    expect(last.step).toBe(14);
    for (const [layer, ratio] of last.updateRatios!.entries())
      expect(Math.abs(ratio! - wanted[layer]!)).toBeLessThan(1e-6 * wanted[layer]!);
  });

  test('is null of a layer that was all 0, and told of one that ends by patience', async () => {
    const config = fast();
    const zeros = config.network.layers.map((layer) => ({
      ...layer,
      initializer: 'zeros' as const,
    }));
    const { last } = await train({
      ...config,
      network: { inputs: 5, layers: zeros },
      epochs: 1,
      batchSize: 'full',
    });
    expect(last.updateRatios).toEqual([null, null]);
    const frozen = newOptimizer('sgd', { learningRate: 1e-30 });
    const patient = await train(fast({ patience: 3, optimizer: frozen, epochs: 1000 }));
    expect(patient.last.reason).toBe('patience');
    expect(patient.last.updateRatios).toEqual([0, 0]);
  });
});
