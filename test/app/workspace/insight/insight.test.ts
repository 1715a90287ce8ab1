// Insight calls through the contract: real files, real DuckDB, the real engine.
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Choices } from '../../../../app/contract/spec/choices.ts';
import { type Client, code, houses, opened, runOf, trained, written } from '../table/openedTable.ts';
import { floats } from './floats.ts';

describe('the gradient check', () => {
  it.each<[string, Choices]>([
    ['iris.csv', { targets: ['species'], hidden: [6, 5], activation: 'tanh' }],
    ['cars.csv', { targets: ['Miles_per_Gallon'], ignore: ['Name'] }],
    ['breast_cancer.csv', { targets: ['diagnosis'], hidden: [] }],
  ])('passes for the proposed network of %s', async (file, choices) => {
    const client = await opened(resolve('examples', file), choices);
    const found = await client.insight.gradients({ weights: 'initial', rows: 8, parameters: 200 });
    expect(found).toMatchObject({ passed: true, rows: 8 });
    expect(found.worstError).toBeLessThan(1e-6);
    expect(found.layers).toHaveLength(
      (choices.hidden?.length ?? 1) + (choices.hidden ? 1 : found.layers.length - 1),
    );
    expect(found.checked).toBeGreaterThan(0);
    expect(found.checked).toBeLessThanOrEqual(found.parameters);
  });

  it('takes a run’s weights, and needs a run for that', async () => {
    const client = await opened(resolve('examples/iris.csv'), { targets: ['species'], epochs: 2 });
    expect(await code(client.insight.gradients({ weights: 'best' }))).toBe('run_needed');
    const before = await client.insight.gradients({ weights: 'initial' });
    await trained(client);
    const after = await client.insight.gradients({ weights: 'best' });
    expect(after.passed).toBe(true);
    expect(after.loss).toBeLessThan(before.loss);
  });
});

describe('statistics', () => {
  it('tell how each layer’s numbers are spread', async () => {
    const client = await opened(resolve('examples/iris.csv'), {
      targets: ['species'],
      hidden: [8],
      activation: 'relu',
    });
    const { rows, loss, layers } = await client.insight.statistics({ weights: 'initial', part: 'train' });
    expect(rows).toBe(105);
    expect(loss).toBeGreaterThan(0);
    expect(layers).toHaveLength(2);
    const [hidden, output] = layers;
    expect(hidden!.weights.count).toBe(32);
    expect(hidden!.activations.count).toBe(105 * 8);
    expect(hidden!.activations.histogram.min).toBe(0);
    expect(hidden!.activations.histogram.counts.reduce((sum, count) => sum + count)).toBe(105 * 8);
    expect(hidden!.dead).toBeGreaterThanOrEqual(0);
    expect(hidden!.saturated).toBeNull();
    expect(output!.dead).toBeNull();
    expect(output!.weightGradients.norm).toBeGreaterThan(0);
  });

  it('need rows of the part', async () => {
    const split = { train: 1, validation: 0, test: 0 };
    const client = await opened(resolve('examples/iris.csv'), { targets: ['species'], split });
    expect(await code(client.insight.statistics({ weights: 'initial', part: 'test' }))).toBe(
      'nothing_to_score',
    );
  });
});

async function lookEverywhere(client: Client) {
  await client.insight.statistics({ weights: 'last', part: 'validation' });
  await client.insight.walk({ weights: 'last', row: 0 });
  await client.insight.gradients({ weights: 'last', rows: 4, parameters: 20 });
  return client.insight.grid({
    weights: 'last',
    x: { column: 'petal length (cm)', from: 1, to: 7, steps: 30 },
    y: { column: 'petal width (cm)', from: 0, to: 2.5, steps: 30 },
    fixed: {},
  });
}

describe('a grid of predictions', () => {
  it('is in the units of the columns, with the other columns held fast', async () => {
    const client = await opened(await written('houses.csv', houses()), {
      targets: ['price'],
      ignore: ['feet'],
      hidden: [],
      epochs: 400,
      learningRate: 0.05,
      optimizer: 'adam',
    });
    await trained(client);
    const axes = {
      x: { column: 'area', from: 50, to: 130, steps: 5 },
      y: { column: 'age', from: 0, to: 20, steps: 3 },
    };
    const grid = await client.insight.grid({ weights: 'best', ...axes, fixed: { side: 'north' } });
    const run = (await client.runs.list())[0]!;
    expect(run.best).not.toBeNull();
    expect(grid).toMatchObject({ outputs: ['price'], xSteps: 5, ySteps: 3, epoch: run.best!.epoch });
    const values = await floats(grid.values);
    expect(values).toHaveLength(15);
    for (let y = 0; y < 3; y++)
      for (let x = 0; x < 5; x++)
        expect(Math.abs(values[y * 5 + x]! - (3 * (50 + 20 * x) - 20 * (10 * y) + 55))).toBeLessThan(2);
    const south = await floats(
      (await client.insight.grid({ weights: 'best', ...axes, y: null, fixed: { side: 'south', age: '10' } }))
        .values,
    );
    expect(south).toHaveLength(5);
    expect(Math.abs(values[5]! - south[0]! - 5)).toBeLessThan(2);
  });

  it('has the probabilities of classes', async () => {
    const client = await opened(resolve('examples/iris.csv'), { targets: ['species'] });
    const grid = await client.insight.grid({
      weights: 'initial',
      x: { column: 'petal length (cm)', from: 1, to: 7, steps: 4 },
      y: { column: 'petal width (cm)', from: 0, to: 2.5, steps: 2 },
      fixed: {},
    });
    expect(grid.outputs).toEqual(['setosa', 'versicolor', 'virginica']);
    expect(grid.epoch).toBeNull();
    const values = await floats(grid.values);
    for (let k = 0; k < 8; k++)
      expect(values[3 * k]! + values[3 * k + 1]! + values[3 * k + 2]!).toBeCloseTo(1, 6);
  });

  it('goes along directions through several columns where those are given', async () => {
    const client = await opened(resolve('examples/iris.csv'), { targets: ['species'] });
    const [length, width] = ['petal length (cm)', 'petal width (cm)'];
    const x = { column: 'first', from: -1, to: 1, steps: 3 };
    const y = { column: 'second', from: 0, to: 2, steps: 3 };
    const along = await client.insight.grid({
      weights: 'initial',
      x,
      y,
      directions: {
        origin: { [length]: 4, [width]: 1 },
        x: { [length]: 2, [width]: 0.5 },
        y: { [width]: -0.25 },
      },
      fixed: {},
    });
    const values = await floats(along.values);
    for (const [k, a, b] of [
      [0, -1, 0],
      [5, 1, 1],
      [7, 0, 2],
    ] as const) {
      const [atLength, atWidth] = [4 + 2 * a, 1 + 0.5 * a - 0.25 * b];
      const here = await client.insight.grid({
        weights: 'initial',
        x: { column: length, from: atLength, to: atLength + 1, steps: 2 },
        y: null,
        fixed: { [width]: String(atWidth) },
      });
      const same = await floats(here.values);
      for (const c of [0, 1, 2]) expect(values[3 * k + c]).toBeCloseTo(same[c]!, 6);
    }
    const directions = { origin: {}, x: { species: 1 }, y: {} };
    expect(await code(client.insight.grid({ weights: 'initial', x, y, directions, fixed: {} }))).toBe(
      'column_unknown',
    );
  });

  it('and every other insight call leave a training as it would be without them', async () => {
    const choices: Choices = { targets: ['species'], epochs: 1500, patience: 0 };
    const quiet = await opened(resolve('examples/iris.csv'), choices);
    await trained(quiet);
    const undisturbed = (await runOf(quiet)).fingerprint;
    const client = await opened(resolve('examples/iris.csv'), choices);
    const { runId } = await client.training.start({ threads: 1 });
    await client.training.pause();
    let stepped = 0;
    let calls = 0;
    for await (const { progress } of await client.training.watch({ runId })) {
      if (progress.state !== 'running' && progress.state !== 'paused') continue;
      const { epoch } = await lookEverywhere(client);
      expect(epoch).toBeGreaterThanOrEqual(progress.epoch);
      calls++;
      if (progress.state !== 'paused') continue;
      if (stepped++ < 3) await client.training.step({ unit: 'epoch' });
      else await client.training.resume();
    }
    expect(calls).toBeGreaterThan(3);
    expect((await runOf(client)).fingerprint).toBe(undisturbed);
  });

  it('is refused for columns and values that do not fit', async () => {
    const client = await opened(await written('houses.csv', houses()), { targets: ['price'] });
    const x = { column: 'area', from: 0, to: 1, steps: 2 };
    const ask = (change: object) =>
      code(client.insight.grid({ weights: 'initial', x, y: null, fixed: {}, ...change }));
    expect(await ask({})).toBe('no error');
    expect(await ask({ x: { ...x, column: 'side' } })).toBe('column_unknown');
    expect(await ask({ y: x })).toBe('option_invalid');
    expect(await ask({ fixed: { colour: 'red' } })).toBe('column_unknown');
    expect(await ask({ fixed: { side: 'west' } })).toBe('option_invalid');
    expect(await ask({ fixed: { age: 'old' } })).toBe('option_invalid');
    expect(await ask({ x: { ...x, steps: 1 } })).toBe('spec_invalid');
  });
});

describe('a plane of losses', () => {
  it('goes through the weights along two of them', async () => {
    const client = await opened(resolve('examples/iris.csv'), { targets: ['species'], hidden: [4] });
    const parameter = { layer: 1, tensor: 'weight', unit: 0 } as const;
    const plane = await client.insight.plane({
      weights: 'initial',
      part: 'train',
      directions: { kind: 'parameters', x: { ...parameter, input: 0 }, y: { ...parameter, input: 1 } },
      span: 2,
      steps: 5,
    });
    expect(plane.x).toEqual([-2, -1, 0, 1, 2]);
    expect(plane.y).toEqual(plane.x);
    expect(plane.losses).toHaveLength(5);
    expect(plane.losses[2]![2]).toBe(plane.centre);
    expect(new Set(plane.losses.flat()).size).toBe(25);
    const { loss } = await client.insight.statistics({ weights: 'initial', part: 'train' });
    expect(plane.centre).toBeCloseTo(loss, 12);
  });

  it('goes over the values that two parameters shall have', async () => {
    const client = await opened(resolve('examples/iris.csv'), { targets: ['species'], hidden: [4] });
    const [x, y] = [0, 1].map((input) => ({ layer: 1, tensor: 'weight', unit: 0, input }) as const);
    const sides = { x: { from: -1, to: 3 }, y: { from: 0, to: 1 } };
    const asked = { weights: 'initial', part: 'train', span: 1, steps: 3 } as const;
    const directions = { kind: 'parameters', x: x!, y: y!, sides } as const;
    const plane = await client.insight.plane({ ...asked, directions });
    const { points } = await client.insight.path({ parameters: [x!, y!] });
    const values = points[0]!.values as number[];
    expect(plane.x.map((offset) => offset + values[0]!)).toEqual(
      [-1, 1, 3].map((at) => expect.closeTo(at, 12)),
    );
    expect(plane.y.map((offset) => offset + values[1]!)).toEqual(
      [0, 0.5, 1].map((at) => expect.closeTo(at, 12)),
    );
    const range = { from: -1, to: 3, steps: 3 };
    const slice = await client.insight.slice({ weights: 'initial', part: 'train', parameter: x!, ...range });
    const here = await client.insight.plane({
      ...asked,
      directions: { ...directions, sides: { ...sides, y: { from: values[1]! - 1, to: values[1]! + 1 } } },
    });
    for (const [k, loss] of slice.losses.entries()) expect(here.losses[1]![k]).toBeCloseTo(loss!, 12);
  });

  it('is the same for the same seed of its random directions', async () => {
    const client = await opened(resolve('examples/iris.csv'), { targets: ['species'] });
    const ask = (seed: number) =>
      client.insight.plane({
        weights: 'initial',
        part: 'validation',
        directions: { kind: 'random', seed },
        span: 1,
        steps: 11,
      });
    expect(await ask(1)).toEqual(await ask(1));
    expect((await ask(1)).losses).not.toEqual((await ask(2)).losses);
  });

  it('is refused for a parameter that there is not', async () => {
    const client = await opened(resolve('examples/iris.csv'), { targets: ['species'], hidden: [4] });
    const good = { layer: 0, tensor: 'bias', unit: 3, input: null } as const;
    const ask = (y: object) =>
      code(
        client.insight.plane({
          weights: 'initial',
          part: 'train',
          directions: { kind: 'parameters', x: good, y: { ...good, ...y } },
          span: 1,
          steps: 3,
        }),
      );
    expect(await ask({})).toBe('no error');
    expect(await ask({ layer: 2 })).toBe('option_invalid');
    expect(await ask({ unit: 4 })).toBe('option_invalid');
    expect(await ask({ tensor: 'gamma' })).toBe('option_invalid');
    expect(await ask({ tensor: 'weight' })).toBe('option_invalid');
  });
});

describe('a test of learning rates', () => {
  it('tells the losses at growing rates, and suggests one that learns', async () => {
    const client = await opened(resolve('examples/iris.csv'), { targets: ['species'], optimizer: 'sgd' });
    const found = await client.insight.rates({ to: 1_000, steps: 200 });
    expect(found.rates[0]).toBeCloseTo(1e-6, 15);
    expect(found.stoppedEarly).toBe(true);
    expect(found.rates.length).toBeLessThan(200);
    expect(found.losses).toHaveLength(found.rates.length);
    expect(found.smoothed[0]).toBe(found.losses[0]);
    expect(found.suggested).toBeGreaterThan(1e-4);
    expect(found.suggested).toBeLessThan(10);
    expect(await client.insight.rates({ to: 1_000, steps: 200 })).toEqual(found);
  });

  it('is refused for a range that is none, and for an optimizer that finds its steps itself', async () => {
    const client = await opened(resolve('examples/iris.csv'), { targets: ['species'] });
    expect(await code(client.insight.rates({ from: 1, to: 0.1 }))).toBe('option_invalid');
    expect(await code(client.insight.rates({ steps: 9 }))).toBe('spec_invalid');
    const other = await opened(resolve('examples/iris.csv'), {
      targets: ['species'],
      optimizer: 'rProp',
      batchSize: 'full',
    });
    expect(await code(other.insight.rates({}))).toBe('optimizer_unsuited');
  });
});

async function doubles(file: File): Promise<Float64Array> {
  return new Float64Array(await file.arrayBuffer());
}

describe('rows that are drawn', () => {
  it('are training and validation rows in units, and the predictions are to those very rows', async () => {
    const client = await opened(await written('houses.csv', houses()), {
      targets: ['price'],
      ignore: ['feet'],
      hidden: [],
      epochs: 400,
      learningRate: 0.05,
      optimizer: 'adam',
    });
    await trained(client);
    const sample = await client.insight.rows({ weights: 'best', columns: ['age', 'side'] });
    const { train, validation } = sample.all;
    expect(train + validation).toBe(sample.rows.length);
    expect(sample.train).toBe(train);
    expect(sample.rows.length).toBeLessThan(60);
    expect(sample).toMatchObject({ outputs: ['price'], levels: [null, ['north', 'south']] });
    const values = await doubles(sample.values);
    const truth = await doubles(sample.truth);
    const window = await client.dataset.rows({ offset: 0, limit: 100 });
    const cell = (row: number, column: number) => window.rows[row]![column];
    const { columns } = (await first(client)).dataset!;
    const at = (name: string) => columns.findIndex((column) => column.name === name);
    for (const [i, row] of sample.rows.entries()) {
      expect(values[2 * i]).toBe(Number(cell(row, at('age'))));
      expect(['north', 'south'][values[2 * i + 1]!]).toBe(cell(row, at('side')));
      expect(truth[i]).toBe(Number(cell(row, at('price'))));
    }
    const predictions = await client.insight.predictions({ weights: 'best' });
    expect(predictions.outputs).toEqual(['price']);
    const predicted = await floats(predictions.values);
    for (const [i, price] of truth.entries()) expect(Math.abs(predicted[i]! - price)).toBeLessThan(2);
    expect(await code(client.insight.rows({ weights: 'best', columns: ['colour'] }))).toBe('column_unknown');
  });

  it('are at most so many, of both parts alike, with classes by their index', async () => {
    const client = await opened(resolve('examples/seattle_weather.csv'), { targets: ['weather'] });
    const sample = await client.insight.rows({ weights: 'initial', columns: [] });
    expect(sample.outputs).toHaveLength(5);
    const truth = await doubles(sample.truth);
    expect(truth.every((index) => index >= 0 && index < 5)).toBe(true);
    const predictions = await floats((await client.insight.predictions({ weights: 'initial' })).values);
    expect(predictions).toHaveLength(sample.rows.length * 5);
    expect(await code(client.insight.rows({ weights: 'last', columns: [] }))).toBe('run_needed');
  });
});

async function first(client: Client) {
  for await (const state of await client.workspace.watch()) return state;
  throw new Error('The workspace ended.');
}
