// The step that a walk shows, for every optimizer: the one that the engine's run takes next, and the one that plain float64 formulas
// compute from the row's gradients and the state that earlier steps have left (written from the papers, here and in engine/reference).
import { describe, expect, it } from 'vitest';
import type { Floats, LayerWeights } from '../../../../app/contract/model.ts';
import type { Checkpoint } from '../../../../app/contract/run/training.ts';
import { newLayer } from '../../../../app/contract/spec/layers.ts';
import { newOptimizer, type OptimizerSpec, optimizers } from '../../../../app/contract/spec/optimizers.ts';
import { loadEngine } from '../../../../app/engine/load.ts';
import type { RunConfig } from '../../../../app/engine/runConfig.ts';
import { type RowGradients, rowUpdate } from '../../../../app/workspace/insight/rowUpdate.ts';
import { configOf } from '../../engine/harness/config.ts';
import { create } from '../../engine/harness/run.ts';
import { type Rule, rules } from '../../engine/reference/referenceOptimizers.ts';

const engine = loadEngine();
const rate = 0.02;

const mean = (kept: Record<string, number>, name: string, share: number, value: number) => {
  kept[name] = share * (kept[name] ?? 0) + (1 - share) * value;
  return kept[name];
};
/** w and g of the step, and what the parameter keeps. */
const formulas: Record<Exclude<OptimizerSpec['type'], 'lbfgs'>, Rule> = {
  sgd: rules.sgd({ rate }),
  momentum: (w, g, kept) => {
    kept.v = kept.v === undefined ? g : 0.9 * kept.v + g;
    return w - rate * kept.v;
  },
  nesterov: (w, g, kept) => {
    kept.v = kept.v === undefined ? g : 0.9 * kept.v + g;
    return w - rate * (g + 0.9 * kept.v);
  },
  adaGrad: (w, g, kept) => {
    kept.s = (kept.s ?? 0) + g * g;
    return w - (rate * g) / (Math.sqrt(kept.s) + 1e-10);
  },
  rmsProp: rules.rmsProp({ rate }),
  adaDelta: (w, g, kept) => {
    const square = mean(kept, 'v', 0.9, g * g);
    const step = (g * Math.sqrt((kept.u ?? 0) + 1e-6)) / Math.sqrt(square + 1e-6);
    mean(kept, 'u', 0.9, step * step);
    return w - rate * step;
  },
  adam: rules.adam({ rate }),
  adamW: (w, g, kept, t) => rules.adam({ rate })(w * (1 - rate * 0.01), g, kept, t),
  amsGrad: rules.adam({ rate, greatest: true }),
  nAdam: (w, g, kept, t) => {
    const momentum = (k: number) => 0.9 * (1 - 0.5 * 0.96 ** (k * 0.004));
    kept.product = (kept.product ?? 1) * momentum(t);
    const [m, v] = [mean(kept, 'm', 0.9, g), mean(kept, 'v', 0.999, g * g) / (1 - 0.999 ** t)];
    const ahead = (momentum(t + 1) * m) / (1 - kept.product * momentum(t + 1));
    const now = ((1 - momentum(t)) * g) / (1 - kept.product);
    return w - (rate * (ahead + now)) / (Math.sqrt(v) + 1e-8);
  },
  rAdam: (w, g, kept, t) => {
    const [m, v] = [mean(kept, 'm', 0.9, g) / (1 - 0.9 ** t), mean(kept, 'v', 0.999, g * g)];
    const most = 2 / (1 - 0.999) - 1;
    const length = most - (2 * t * 0.999 ** t) / (1 - 0.999 ** t);
    if (length <= 5) return w - rate * m;
    const r = Math.sqrt(((length - 4) * (length - 2) * most) / ((most - 4) * (most - 2) * length));
    return w - (rate * m * r * Math.sqrt(1 - 0.999 ** t)) / (Math.sqrt(v) + 1e-8);
  },
  adaMax: (w, g, kept, t) => {
    const m = mean(kept, 'm', 0.9, g) / (1 - 0.9 ** t);
    kept.u = Math.max(0.999 * (kept.u ?? 0), Math.abs(g) + 1e-8);
    return w - (rate * m) / kept.u;
  },
  lion: (w, g, kept) => {
    const direction = Math.sign(0.9 * (kept.m ?? 0) + 0.1 * g);
    mean(kept, 'm', 0.99, g);
    return w - rate * direction;
  },
  rProp: (w, g, kept) => {
    const before = kept.g ?? 0;
    kept.size ??= rate;
    if (before * g > 0) kept.size = Math.min(50, kept.size * 1.2);
    if (before * g < 0) kept.size = Math.max(1e-6, kept.size * 0.5);
    kept.g = before * g < 0 ? 0 : g;
    return w - kept.size * Math.sign(kept.g);
  },
};

const features = Float64Array.of(0.5, -1.25, 2);
const rows = { rows: 1, features, targets: Float64Array.of(1.5), weights: null };
const settings = (optimizer: OptimizerSpec, normalization: 'none' | 'layer' | 'batch' = 'layer'): RunConfig =>
  configOf({
    network: { inputs: 3, layers: [newLayer(3, 'tanh', { normalization }), newLayer(1, 'linear')] },
    loss: 'meanSquaredError',
    optimizer,
    batchSize: 'full',
    epochs: 9,
    train: rows,
    precision: 'float64',
    seed: 4,
  });

const problemAt = (config: RunConfig, layers: LayerWeights<Floats>[]) => {
  const { network, loss, lossSettings } = config;
  return { network, layers, loss, lossSettings, rows };
};
/** By the engine's own walk, which `insight/walk.test.ts` compares with plain formulas. */
function gradientsAt(config: RunConfig, layers: LayerWeights<Floats>[]): RowGradients {
  let inputs: ArrayLike<number> = features;
  return engine.walk(problemAt(config, layers)).layers.map(({ dZ, dShifted, normalized, a }) => {
    const x = Array.from(inputs);
    inputs = a;
    return {
      dWeight: Array.from(dZ, (d) => x.map((value) => d * value)),
      dBias: [...dZ],
      normalization: normalized && {
        dGamma: Array.from(dShifted, (d, k) => d * normalized[k]!),
        dBeta: [...dShifted],
      },
    };
  });
}
const flatGradients = (layers: RowGradients) =>
  layers.flatMap(({ dWeight, dBias, normalization: n }) =>
    [dWeight.flat(), dBias, n?.dGamma ?? [], n?.dBeta ?? []].flat(),
  );
const isWeight = (layers: RowGradients) =>
  layers.flatMap(({ dWeight, dBias, normalization: n }) => [
    ...dWeight.flat().map(() => true),
    ...[...dBias, ...(n?.dGamma ?? []), ...(n?.dBeta ?? [])].map(() => false),
  ]);
const flatWeights = (layers: LayerWeights<Floats>[]) =>
  layers.flatMap(({ weight, bias, normalization: n }) => [
    ...weight,
    ...bias,
    ...(n?.gamma ?? []),
    ...(n?.beta ?? []),
  ]);
const flatUpdate = ({ layers }: Awaited<ReturnType<typeof rowUpdate>>) =>
  layers.flatMap(({ weight, bias, normalization: n }) =>
    [weight.flat(), bias, n?.gamma ?? [], n?.beta ?? []].flat(),
  );

/** The state before each of the first steps of a run on the row, and the weights after the last of them. */
async function statesOf(config: RunConfig, steps: number) {
  const run = create(config);
  const states: { layers: LayerWeights<Floats>[]; checkpoint: Checkpoint | null }[] = [];
  for (let step = 0; step <= steps; step++) {
    states.push({ layers: run.weights('last'), checkpoint: run.checkpoint() });
    await new Promise<void>((resolve) => {
      run.onSnapshot((snapshot) => snapshot.epoch > step && snapshot.state === 'paused' && resolve());
      run.step('epoch');
    });
  }
  return states;
}

async function updateFrom(
  config: RunConfig,
  layers: LayerWeights<Floats>[],
  state: 'initial' | 'notKept' | Checkpoint,
) {
  const step = typeof state === 'object' ? state.step : 0;
  const weights = {
    settings: config,
    layers,
    state,
    optimizer: config.optimizer,
    epoch: step,
    step,
    stepsPerEpoch: 1,
  };
  return rowUpdate(engine, weights, problemAt(config, layers), gradientsAt(config, layers));
}

describe('the step of a walk', () => {
  it.each(optimizers)('is the one that a run by %s takes next, bit for bit', async (type) => {
    const config = settings(newOptimizer(type, { learningRate: rate }));
    const states = await statesOf(config, 4);
    for (const [k, { layers, checkpoint }] of states.slice(0, 4).entries()) {
      const found = await updateFrom(config, layers, checkpoint ?? 'initial');
      expect(found.plain).toBeNull();
      expect(flatUpdate(found)).toEqual(flatWeights(states[k + 1]!.layers));
      expect(found.loss).toBe(engine.walk(problemAt(config, states[k + 1]!.layers)).loss);
    }
  });

  const types = optimizers.filter((type) => type !== 'lbfgs');
  it('has a formula here for every optimizer but L-BFGS, which searches along a line', () => {
    expect(Object.keys(formulas)).toEqual(types);
  });

  it.each(types)('is that of the formulas of %s, with what earlier steps have left', async (type) => {
    const config = settings(newOptimizer(type, { learningRate: rate }));
    const states = await statesOf(config, 4);
    const kept: Record<string, number>[] = [];
    for (const [k, { layers, checkpoint }] of states.slice(0, 4).entries()) {
      const gradients = gradientsAt(config, layers);
      const [w, decays] = [flatWeights(layers), isWeight(gradients)];
      const found = flatUpdate(await updateFrom(config, layers, checkpoint ?? 'initial'));
      for (const [i, g] of flatGradients(gradients).entries()) {
        kept[i] ??= {};
        // AdamW pulls weights alone towards 0.
        const spared = type === 'adamW' && !decays[i] ? w[i]! / (1 - rate * 0.01) : w[i]!;
        const after = formulas[type as keyof typeof formulas](spared, g, kept[i], k + 1);
        expect(Math.abs(found[i]! - after)).toBeLessThan(1e-12);
      }
    }
  });

  it('takes the rate of its step from the schedule, and weight decay and clipping with it', async () => {
    const config = {
      ...settings(newOptimizer('momentum', { learningRate: rate, weightDecay: 0.1 })),
      schedule: { type: 'exponential', factor: 0.5 } as const,
    };
    config.regularization = { ...config.regularization, clipNorm: 0.01 };
    const states = await statesOf(config, 3);
    const found = await updateFrom(config, states[2]!.layers, states[2]!.checkpoint!);
    expect(found.learningRate).toBeCloseTo(rate / 4, 12);
    expect(flatUpdate(found)).toEqual(flatWeights(states[3]!.layers));
  });

  it('is plain gradient descent, and says why, where one row or a lost state is no step of training', async () => {
    const lost = settings(newOptimizer('adam', { learningRate: rate }));
    const normalized = settings(newOptimizer('sgd', { learningRate: rate }), 'batch');
    for (const [config, plain] of [
      [lost, 'stateNotKept'],
      [normalized, 'batchNormalization'],
    ] as const) {
      const { layers } = (await statesOf({ ...config, network: lost.network }, 0))[0]!;
      const own = plain === 'stateNotKept' ? layers : create(config).weights('last');
      const found = await updateFrom(config, own, plain === 'stateNotKept' ? 'notKept' : 'initial');
      expect(found.plain).toBe(plain);
      const down = flatGradients(gradientsAt(config, own)).map((g, i) => flatWeights(own)[i]! - rate * g);
      expect(flatUpdate(found)).toEqual(down);
    }
  });
});
