// The loss along a parameter and the path of the weights, through the contract: real files, real DuckDB, the real engine, judged by
// sums over the rows that this file computes itself.
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ParameterIndex } from '../../../../app/contract/run/parameterIndex.ts';
import type { Choices } from '../../../../app/contract/spec/choices.ts';
import { type Client, code, opened, runOf, stateWhere, trained, written } from '../table/openedTable.ts';

const weight: ParameterIndex = { layer: 0, tensor: 'weight', unit: 0, input: 0 };
const bias: ParameterIndex = { layer: 0, tensor: 'bias', unit: 0, input: null };

/** x = 0..19 and y = 3 x plus a fixed noise; all rows are training rows. */
const points = Array.from({ length: 20 }, (_, x) => ({ x, y: 3 * x + ((x * 7) % 5) - 2 }));
const line: Choices = {
  targets: ['y'],
  hidden: [],
  split: { train: 1, validation: 0, test: 0 },
  batchSize: 'full',
  epochs: 6,
  patience: 0,
};
async function openedLine(choices: Partial<Choices> = {}): Promise<Client> {
  const rows = points.map(({ x, y }) => `${x},${y}`);
  return opened(await written('line.csv', ['x,y', ...rows]), { ...line, ...choices }, (spec) => ({
    ...spec,
    training: {
      ...spec.training,
      schedule: { type: 'constant' },
      optimizer: { type: 'sgd', learningRate: 0.1, weightDecay: 0 },
    },
  }));
}

/** Mean squared error of y = w x + b over the standardised rows, and its derivatives. */
function lossAt(w: number, b: number): { loss: number; slopes: [number, number] } {
  const scaled = (name: 'x' | 'y') => {
    const values = points.map((point) => point[name]);
    const mean = values.reduce((sum, value) => sum + value) / values.length;
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
    return values.map((value) => (value - mean) / deviation);
  };
  const [xs, ys] = [scaled('x'), scaled('y')];
  const off = xs.map((x, i) => w * x + b - ys[i]!);
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value) / values.length;
  return {
    loss: mean(off.map((d) => d * d)),
    slopes: [mean(off.map((d, i) => 2 * d * xs[i]!)), mean(off.map((d) => 2 * d))],
  };
}
/** Rows are float32, so that a loss is right to about 1e-7. */
const digits = 6;

async function paused(client: Client, step: number): Promise<void> {
  await stateWhere(client, ({ run }) => run?.progress.state === 'paused' && run.progress.step === step);
}
/** A run that waits before its first step. */
async function waiting(client: Client): Promise<void> {
  await client.training.pace({ epochsPerSecond: 0.25 });
  await client.training.start({ threads: 1 });
  await client.training.pause();
  await paused(client, 0);
}

describe('the loss along a parameter', () => {
  it('is the mean over the training rows, with its slope at the present value', async () => {
    const client = await openedLine();
    const range = { from: -1, to: 2, steps: 31 };
    const slice = await client.insight.slice({
      weights: 'initial',
      part: 'train',
      parameter: weight,
      ...range,
    });
    expect(slice).toMatchObject({ rows: 20, all: 20, epoch: null });
    expect(slice.values).toHaveLength(31);
    expect(slice.values[0]).toBe(-1);
    expect(slice.values[30]).toBe(2);
    for (const [k, w] of slice.values.entries())
      expect(slice.losses[k]).toBeCloseTo(lossAt(w, 0).loss, digits);
    const here = lossAt(slice.value, 0);
    expect(slice.loss).toBeCloseTo(here.loss, digits);
    expect(slice.slope).toBeCloseTo(here.slopes[0], digits);
  });

  it('refuses a parameter that the network does not have, and a part without rows', async () => {
    const client = await openedLine();
    const range = { from: -1, to: 1, steps: 3 };
    const ask = (parameter: ParameterIndex, part: 'train' | 'test') =>
      code(client.insight.slice({ weights: 'initial', part, parameter, ...range }));
    expect(await ask({ ...weight, input: 1 }, 'train')).toBe('option_invalid');
    expect(await ask(weight, 'test')).toBe('nothing_to_score');
    const turned = { from: 1, to: -1, steps: 3 };
    expect(
      await code(client.insight.slice({ weights: 'initial', part: 'train', parameter: weight, ...turned })),
    ).toBe('option_invalid');
    expect(
      await code(client.insight.slice({ weights: 'last', part: 'train', parameter: weight, ...range })),
    ).toBe('run_needed');
  });
});

describe('the path of the weights', () => {
  it('is of the initial weights alone where there is no run', async () => {
    const client = await openedLine();
    const { points: found, rows } = await client.insight.path({ parameters: [weight, bias], slopes: true });
    expect(rows).toBe(20);
    expect(found).toHaveLength(1);
    const [{ values, loss, slopes, ...at }] = found as [(typeof found)[number]];
    expect(at).toEqual({ epoch: 0, step: 0 });
    const wanted = lossAt(values[0]!, values[1]!);
    expect(loss).toBeCloseTo(wanted.loss, digits);
    expect(slopes![0]).toBeCloseTo(wanted.slopes[0], digits);
    expect(slopes![1]).toBeCloseTo(wanted.slopes[1], digits);
  });

  it('moves each parameter by the learning rate times its slope', async () => {
    const client = await openedLine();
    await waiting(client);
    await client.training.step({ unit: 'batch', times: 4 });
    await paused(client, 4);
    const { points: found } = await client.insight.path({ parameters: [weight, bias], slopes: true });
    expect(found.map(({ step }) => step)).toEqual([0, 1, 2, 3, 4]);
    for (const [k, { values, slopes }] of found.slice(0, -1).entries())
      for (const at of [0, 1])
        expect(found[k + 1]!.values[at]).toBeCloseTo(values[at]! - 0.1 * slopes![at]!, digits);
    for (const { values, loss } of found)
      expect(loss).toBeCloseTo(lossAt(values[0]!, values[1]!).loss, digits);
  });

  it('has every step of mini-batches that is taken by hand, and no loss where none is asked for', async () => {
    const client = await openedLine({ batchSize: 4 });
    await waiting(client);
    await client.training.step({ unit: 'batch' });
    await paused(client, 1);
    await client.training.step({ unit: 'batch', times: 2 });
    await client.training.step({ unit: 'batch', times: 3 });
    await paused(client, 6);
    const { points: found } = await client.insight.path({ parameters: [weight] });
    expect(found.map(({ epoch, step }) => [epoch, step])).toEqual([
      [0, 0],
      [0, 1],
      [0, 2],
      [0, 3],
      [0, 4],
      [1, 5],
      [1, 6],
    ]);
    expect(new Set(found.map(({ values }) => values[0])).size).toBe(7);
    expect(found.every(({ loss, slopes }) => loss === null && slopes === null)).toBe(true);
    const two = await client.insight.path({ parameters: [weight], most: 2 });
    expect(two.points.map(({ step }) => step)).toEqual([0, 6]);
  });

  it('begins again after a rewind', async () => {
    const client = await openedLine({ batchSize: 4 });
    await waiting(client);
    await client.training.step({ unit: 'batch', times: 2 });
    await paused(client, 2);
    await client.training.rewind();
    await stateWhere(client, ({ run }) => run?.progress.step === 0);
    const { points: found } = await client.insight.path({ parameters: [weight] });
    expect(found.map(({ step }) => step)).toEqual([0]);
  });

  it('ends at the kept weights of a run that kept no checkpoints', async () => {
    const client = await opened(resolve('examples/iris.csv'), { targets: ['species'], epochs: 5 });
    await trained(client);
    const { best } = (await runOf(client)).progress;
    const { points: found } = await client.insight.path({ parameters: [weight] });
    expect(found.map(({ epoch }) => epoch)).toEqual([0, best!.epoch]);
  });
});
