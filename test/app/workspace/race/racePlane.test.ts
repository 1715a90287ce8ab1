// The loss under the paths of a race, against what is known of it.
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RacePath, RacePlane } from '../../../../app/contract/run/race.ts';
import { newOptimizer } from '../../../../app/contract/spec/optimizers.ts';
import { type Client, code, opened } from '../table/openedTable.ts';

const cars = resolve('examples/cars.csv');
const straight = {
  targets: ['Miles_per_Gallon'],
  features: ['Horsepower'],
  hidden: [],
  epochs: 60,
  patience: 0,
};
const entrants = [
  newOptimizer('sgd', { learningRate: 0.05 }),
  newOptimizer('momentum', { learningRate: 0.02 }),
  newOptimizer('adam', { learningRate: 0.05 }),
];

async function planeAfter(client: Client, steps: number): Promise<RacePlane & { values: Float32Array }> {
  const { raceId } = await client.race.start({ entrants, epochsPerSecond: null });
  for await (const _ of await client.race.watch({ raceId }));
  const plane = await client.race.plane({ steps });
  return { ...plane, values: new Float32Array(await plane.losses.arrayBuffer()) };
}

const last = (path: RacePath) => path.at(-1)!;

/** Linear between the points around a position. */
function lossAt(plane: RacePlane & { values: Float32Array }, x: number, y: number): number {
  const { steps } = plane;
  const column = ((x - plane.x.from) / (plane.x.to - plane.x.from)) * (steps - 1);
  const row = ((y - plane.y.from) / (plane.y.to - plane.y.from)) * (steps - 1);
  const [c, r] = [Math.floor(column), Math.floor(row)];
  const at = (dx: number, dy: number) => plane.values[(r + dy) * steps + c + dx]!;
  const [fx, fy] = [column - c, row - r];
  return (at(0, 0) * (1 - fx) + at(1, 0) * fx) * (1 - fy) + (at(0, 1) * (1 - fx) + at(1, 1) * fx) * fy;
}

describe('the plane of a network of two parameters', () => {
  it('has them as its axes, and the paths end at the exact optimum', async () => {
    const client = await opened(cars, straight);
    const plane = await planeAfter(client, 61);
    expect(plane.axes).toEqual({
      kind: 'parameters',
      x: { layer: 0, tensor: 'weight', unit: 0, input: 0 },
      y: { layer: 0, tensor: 'bias', unit: 0, input: null },
    });
    const { targets, loss } = await client.insight.solve();
    for (const path of plane.paths) {
      expect(last(path).epoch).toBe(60);
      // The optimum of the mean squared error is a bowl of curvature 1 in both (standardised) parameters: a loss that is off by d
      // lies at most sqrt(d / 0.9) away. Mini-batches leave some of it.
      const off = last(path).loss! - loss;
      expect(off).toBeGreaterThan(-1e-6);
      expect(off).toBeLessThan(0.02);
      expect(Math.abs(last(path).x - targets[0]!.coefficients[0]!.value)).toBeLessThan(0.15);
      expect(Math.abs(last(path).y - targets[0]!.intercept)).toBeLessThan(0.15);
    }
    expect(Math.min(...plane.values)).toBeGreaterThan(loss - 1e-6);
  });

  it('has under every point of a path the loss of that point', async () => {
    const plane = await planeAfter(await opened(cars, straight), 101);
    const cell = (plane.x.to - plane.x.from) / 100;
    for (const { x, y, loss } of plane.paths.flat()) {
      // Between two points of a parabola of curvature 2 the straight line is off by at most a quarter of the squared distance, in
      // each direction.
      expect(Math.abs(lossAt(plane, x, y) - loss!)).toBeLessThan(2 * (cell * cell) * 0.3 + 1e-5);
    }
  });

  it('has all paths begin at one point, with the epochs dense at first', async () => {
    const plane = await planeAfter(await opened(cars, straight), 5);
    const starts = plane.paths.map(([start]) => start);
    expect(new Set(starts.map((start) => JSON.stringify(start))).size).toBe(1);
    expect(starts[0]).toMatchObject({ epoch: 0, step: 0 });
    expect(plane.paths[0]!.slice(0, 15).map(({ epoch }) => epoch)).toEqual(
      Array.from({ length: 15 }, (_, k) => k),
    );
    expect(plane.rows).toBe(plane.allRows);
  });
});

describe('the plane of a larger network', () => {
  it('holds most of the paths, and says how much', async () => {
    const client = await opened(resolve('examples/iris.csv'), {
      targets: ['species'],
      hidden: [6],
      epochs: 40,
      patience: 0,
    });
    const plane = await planeAfter(client, 21);
    if (plane.axes.kind !== 'principal') throw new Error('It must be principal.');
    // Three paths from one start: what they have in common and the largest difference between them.
    expect(plane.axes.share).toBeGreaterThan(0.8);
    expect(plane.axes.share).toBeLessThanOrEqual(1);
    expect(plane.values).toHaveLength(441);
    for (const { x, y } of plane.paths.flat()) {
      expect(x > plane.x.from && x < plane.x.to).toBe(true);
      expect(y > plane.y.from && y < plane.y.to).toBe(true);
    }
  });

  it('is refused above its limit, with the number of parameters', async () => {
    const client = await opened(resolve('examples/iris.csv'), {
      targets: ['species'],
      hidden: [200, 100],
      epochs: 2,
    });
    const { raceId } = await client.race.start({ entrants, epochsPerSecond: null });
    for await (const _ of await client.race.watch({ raceId }));
    expect(await code(client.race.plane({ steps: 5 }))).toBe('network_too_large');
  });

  it('can be asked for while the race goes on, and changes no bit of it', async () => {
    const client = await opened(resolve('examples/iris.csv'), {
      targets: ['species'],
      hidden: [6],
      epochs: 30,
      patience: 0,
    });
    const histories: string[] = [];
    for (const looking of [false, true]) {
      const { raceId } = await client.race.start({ entrants, epochsPerSecond: looking ? 100 : null });
      const records: unknown[][] = entrants.map(() => []);
      for await (const update of await client.race.watch({ raceId })) {
        for (const [k, entrant] of update.entrants.entries()) records[k]!.push(...entrant.records);
        if (looking) await client.race.plane({ steps: 11 });
      }
      histories.push(JSON.stringify(records));
    }
    expect(histories[1]).toBe(histories[0]);
  });
});
