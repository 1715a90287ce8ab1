// The same spec, data and seed give the same weights, bit for bit, however the training was run: on any number of
// threads, in one go or in pieces, from the beginning or from a checkpoint. Other instruction sets: isa.test.ts and the native tests.
import { describe, expect, test } from 'vitest';
import type { Floats, LayerWeights } from '../../../../app/contract/model.ts';
import type { Checkpoint } from '../../../../app/contract/run/training.ts';
import { newLayer } from '../../../../app/contract/spec/layers.ts';
import { newOptimizer } from '../../../../app/contract/spec/optimizers.ts';
import type { EngineRun } from '../../../../app/engine/engine.ts';
import { loadEngine } from '../../../../app/engine/load.ts';
import type { TrainConfig } from '../../../../app/engine/runConfig.ts';
import { rounded } from '../../../../app/export/rounding.ts';
import { classifier } from '../harness/config.ts';
import { fingerprint } from '../harness/fingerprint.ts';
import { classRows, valueRows } from '../harness/rows.ts';
import { create, ended, finish, reached, train } from '../harness/run.ts';
import { noisyWeights, singles } from '../harness/weights.ts';
import { recorded } from './fingerprints.ts';

const engine = loadEngine();
async function bitsOf(config: TrainConfig): Promise<{ best: string; last: string; run: EngineRun }> {
  const { run } = await train(config);
  return { best: fingerprint(run.weights('best')), last: fingerprint(run.weights('last')), run };
}

/** 13000 products per row in one layer: threads share rows, then inputs. */
const wide = (): TrainConfig =>
  classifier({
    network: {
      inputs: 100,
      layers: [newLayer(130, 'relu'), newLayer(70, 'sigmoid'), newLayer(10, 'linear')],
    },
    batchSize: 128,
    epochs: 3,
    train: classRows(300, 100, 10),
    validation: classRows(90, 100, 10, 50_000),
  });

/** 700 rows in 8 blocks: threads share the blocks. */
const blocks = (): TrainConfig =>
  classifier({
    network: {
      inputs: 20,
      layers: [newLayer(64, 'tanh'), newLayer(2, 'linear')],
    },
    loss: 'meanSquaredError',
    optimizer: newOptimizer('momentum', { weightDecay: 0.001 }),
    batchSize: 500,
    epochs: 3,
    train: valueRows(700, 20, 2),
    validation: null,
  });

const one = (): TrainConfig =>
  classifier({
    network: {
      inputs: 5,
      layers: [newLayer(1, 'linear', { initializer: 'zeros' })],
    },
    loss: 'binaryCrossEntropy',
    optimizer: newOptimizer('sgd'),
    batchSize: 1,
    epochs: 2,
    train: classRows(50, 5, 2),
    validation: null,
  });

const full = (): TrainConfig => ({ ...blocks(), batchSize: 'full', epochs: 5 });

const shapes = { small: classifier, wide, blocks, one, full };
const names = Object.keys(shapes) as (keyof typeof shapes)[];

describe.each(names)('%s', (name) => {
  const config = shapes[name];

  test('gives the recorded fingerprint', async () => {
    expect((await bitsOf(config())).best).toBe(recorded[name]);
  });

  test('gives the same bits on 2, 3 and 8 threads', async () => {
    for (const threads of [2, 3, 8]) {
      expect((await bitsOf({ ...config(), threads })).best, `${threads} threads`).toBe(recorded[name]);
    }
  });

  test('goes on from each of its checkpoints to the same end', async () => {
    const whole = await bitsOf(config());
    for (let epochs = 1; epochs < config().epochs; ++epochs) {
      const part = (await bitsOf({ ...config(), epochs })).run;
      const checkpoint: Checkpoint = structuredClone(part.checkpoint()!);
      expect(checkpoint.epoch).toBe(epochs);
      const rest = await bitsOf({ ...config(), checkpoint, threads: 2 });
      expect(rest.last).toBe(whole.last);
      expect(rest.best).toBe(whole.best);
      expect(rest.run.checkpoint()).toEqual(whole.run.checkpoint());
    }
  });

  test('ends the same when it is run step by step', async () => {
    const whole = await bitsOf(config());
    const run = create(config());
    const end = ended(run, ({ state, step }) => {
      if (state === 'paused') run.step(step % 3 === 0 ? 'epoch' : 'batch');
    });
    run.step('batch');
    await end;
    expect(fingerprint(run.weights('last'))).toBe(whole.last);
  });
});

test('another seed gives other weights', async () => {
  expect((await bitsOf(classifier({ seed: 8 }))).best).not.toBe(recorded.small);
});

test('a pause in the middle of an epoch changes nothing', async () => {
  const run = create(classifier());
  run.step('batch');
  const paused = await reached(run, 'paused');
  expect(paused.step).toBe(1);
  expect(paused.epoch).toBe(0);
  await finish(run);
  expect(fingerprint(run.weights('best'))).toBe(recorded.small);
});

test('outputs of forward are the same bits on 1, 2 and 5 threads', async () => {
  const { network, train: rows } = wide();
  const { run } = await train({ ...wide(), epochs: 1 });
  const layers = rounded(run.weights('best'));
  const many = Float32Array.from(
    { length: 20 * rows.features.length },
    (_, i) => rows.features[i % rows.features.length]!,
  );
  const once = await engine.forward(network, [layers], many, 6000, 1);
  for (const threads of [2, 5]) {
    const again = await engine.forward(network, [layers], many, 6000, threads);
    expect(Buffer.from(again.buffer).equals(Buffer.from(once.buffer))).toBe(true);
  }
});

test.each(['float32', 'float64'] as const)(
  'outputs of several networks in one pass are those of each alone, on 1, 2 and 5 threads, in %s',
  async (precision) => {
    const Numbers = precision === 'float64' ? Float64Array : Float32Array;
    const hidden = { ...newLayer(64, 'relu'), normalization: 'batch' } as const;
    const network = { inputs: 5, layers: [hidden, newLayer(3, 'linear')] };
    const rows = 20_011;
    const features: Floats = new Numbers(5 * rows).map((_: number, i: number) => Math.sin(i));
    const members = [1, 2, 3].map((from) => {
      const layers = noisyWeights(network, from);
      return (precision === 'float64' ? layers : singles(layers)) as LayerWeights<Floats>[];
    });
    const wanted: Floats[] = [];
    for (const layers of members) wanted.push(await engine.forward(network, [layers], features, rows, 1));
    for (const threads of [1, 2, 5]) {
      const together = await engine.forward(network, members, features, rows, threads);
      const bytes = wanted.map(({ buffer }) => Buffer.from(buffer));
      expect(Buffer.from(together.buffer).equals(Buffer.concat(bytes))).toBe(true);
    }
  },
);
