// A candidate's network on a fold, trained rung by rung by the real engine.
import { describe, expect, it } from 'vitest';
import { newLayer } from '../../../../app/contract/spec/layers.ts';
import { newOptimizer, type OptimizerSpec } from '../../../../app/contract/spec/optimizers.ts';
import { trainingDefaults } from '../../../../app/contract/spec/spec.ts';
import { loadEngine } from '../../../../app/engine/load.ts';
import type { RunConfig } from '../../../../app/engine/runConfig.ts';
import { FoldTraining, newFold } from '../../../../app/workspace/search/foldTraining.ts';

const engine = loadEngine();

const rowsOf = (rows: number, from: number) => {
  const features = Float32Array.from({ length: rows * 2 }, (_, k) => Math.sin((from + k) * 1.7));
  const targets = Float32Array.from({ length: rows }, (_, k) => features[2 * k]! * features[2 * k + 1]!);
  return { rows, features, targets, weights: null };
};

function config(optimizer: OptimizerSpec, more: Partial<RunConfig> = {}): RunConfig {
  const hidden = newLayer(
    6,
    'tanh',
    optimizer.type === 'lbfgs' ? {} : { normalization: 'batch', dropout: 0.1 },
  );
  return {
    ...trainingDefaults,
    network: { inputs: 2, layers: [hidden, newLayer(1, 'linear')] },
    loss: 'meanSquaredError',
    lossSettings: { delta: 1, quantile: 0.5, focusing: 2, labelSmoothing: 0 },
    optimizer,
    batchSize: optimizer.type === 'lbfgs' ? 'full' : 8,
    ...{ epochs: 30, patience: 0, seed: 5, threads: 1, changes: [] },
    ...{ train: rowsOf(40, 0), validation: rowsOf(10, 300) },
    ...more,
  };
}

/** The losses after rungs that end after these epochs. */
async function trained(given: RunConfig, ends: readonly number[], keeps = true) {
  const fold = newFold();
  for (const end of ends) {
    if (fold.ended) break;
    const { checkpoint } = fold;
    const run = engine.createRun({ ...given, ...(checkpoint === null ? {} : { checkpoint }) });
    expect(await new FoldTraining(run, fold, end, () => {}).train(keeps)).toBe(true);
  }
  return fold;
}

describe('a network that is trained rung by rung', () => {
  it.each(['adam', 'lbfgs'] as const)(
    'by %s has the same losses, bit for bit, as without rungs',
    async (type) => {
      const given = config(newOptimizer(type));
      const whole = await trained(given, [30]);
      expect(whole.losses.length).toBeGreaterThan(10);
      expect((await trained(given, [3, 10, 30])).losses).toEqual(whole.losses);
      expect((await trained(given, [3, 10, 30], false)).losses).toEqual(whole.losses);
    },
  );

  it('under a schedule over all epochs has the same losses, too', async () => {
    const schedule = { type: 'cosine' as const, minimum: 0 };
    const given = config(newOptimizer('adam', { learningRate: 0.01 }), { schedule });
    expect((await trained(given, [7, 30])).losses).toEqual((await trained(given, [30])).losses);
  });

  it('ends by patience within a rung and does not go on', async () => {
    const given = config(newOptimizer('adam', { learningRate: 0.3 }), { patience: 3 });
    const fold = await trained(given, [30]);
    expect(fold).toMatchObject({ ended: true, checkpoint: null });
    expect(fold.losses.length).toBeLessThan(30);
  });

  it('that diverges says so', async () => {
    const given = config(newOptimizer('sgd', { learningRate: 1_000 }), {
      network: { inputs: 2, layers: [newLayer(1, 'linear')] },
    });
    expect(await trained(given, [30])).toMatchObject({ diverged: true });
  });

  it('that is stopped has not reached its rung', async () => {
    const fold = newFold();
    const training = new FoldTraining(engine.createRun(config(newOptimizer('adam'))), fold, 30, () => {});
    training.stop();
    expect(await training.train(true)).toBe(false);
  });
});
