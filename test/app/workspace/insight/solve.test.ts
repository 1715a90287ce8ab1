// The exact solution through the contract: real files, real DuckDB, the real engine.
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Metrics } from '../../../../app/contract/run/evaluation.ts';
import type { Solution } from '../../../../app/contract/run/insight.ts';
import {
  type Client,
  code,
  connect,
  currentSpec,
  houses,
  opened,
  runOf,
  trained,
  written,
} from '../table/openedTable.ts';

describe('the exact solution', () => {
  it('has coefficients in the units of the columns', async () => {
    const client = await opened(await written('houses.csv', houses()), {
      targets: ['price'],
      ignore: ['feet'],
    });
    const solution = await client.insight.solve();
    expect(solution.inputs).toEqual(['area', 'age', 'side = north', 'side = south']);
    const [price] = solution.targets;
    const [area, age, north, south] = price!.coefficients.map(({ valueInUnits }) => valueInUnits);
    expect(area).toBeCloseTo(3, 4);
    expect(age).toBeCloseTo(-20, 4);
    expect(north! - south!).toBeCloseTo(5, 4);
    expect(price!.interceptInUnits + (north! + south!) / 2).toBeCloseTo(52.5, 3);
    expect(solution.loss).toBeLessThan(1e-12);
    expect(solution.largestSlope).toBeLessThan(1e-9);
    // Of standardised columns the mean of squares is 1, of an indicator its share: the second derivatives are twice that.
    const third = expect.closeTo(2 / 3, 1);
    expect(solution.curvatures.intercept).toBe(2);
    expect(solution.curvatures.coefficients.slice(0, 3)).toEqual([
      expect.closeTo(2, 5),
      expect.closeTo(2, 5),
      third,
    ]);
    // Of four inputs.
    expect(solution.line).toBeNull();
    expect(solution.metrics.test).toMatchObject({ r2: expect.closeTo(1, 6) });
  });

  it('names the columns that follow from others, in their units', async () => {
    const client = await opened(await written('houses.csv', houses()), { targets: ['price'] });
    const { collinear, rank, inputs, conditionNumber } = await client.insight.solve();
    expect(inputs).toHaveLength(5);
    expect(rank).toBe(3);
    expect(collinear.map(({ input, on }) => [input, ...on.map((term) => term.input)])).toEqual([
      ['feet', 'area'],
      ['side = south', 'side = north'],
    ]);
    expect(collinear[0]!.on[0]!.factorInUnits).toBeCloseTo(10.76, 4);
    expect(conditionNumber).toBeGreaterThan(1);
  });

  it('is what a line trained long enough comes to, and tells how far any other line is', async () => {
    const client = await opened(
      resolve('examples/cars.csv'),
      {
        targets: ['Miles_per_Gallon'],
        features: ['Horsepower'],
        hidden: [],
        // The kept weights are then those of the least training loss.
        split: { train: 0.8, validation: 0, test: 0.2 },
        epochs: 3,
      },
      (spec) => ({
        ...spec,
        training: {
          ...spec.training,
          batchSize: 'full',
          patience: 0,
          optimizer: { type: 'sgd', learningRate: 0.1, weightDecay: 0 },
        },
      }),
    );
    await trained(client);
    const { line, metrics, targets } = await client.insight.solve();
    expect(line!.slope).toBe(targets[0]!.coefficients[0]!.valueInUnits);
    expect(line!.slope).toBeLessThan(0);
    expect(line!.intercept).toBe(targets[0]!.interceptInUnits);

    const early = excessOf(await ownLine(client), line!);
    const measured = squaredError((await runOf(client)).metrics) - squaredError(metrics);
    expect(early).toBeGreaterThan(0.1);
    expect(early / measured).toBeCloseTo(1, 4);

    const spec = await currentSpec(client);
    const longer = { ...spec, training: { ...spec.training, epochs: 4000 } };
    await client.spec.set({ revision: Number.MAX_SAFE_INTEGER, spec: longer });
    await trained(client);
    expect(excessOf(await ownLine(client), line!) / line!.targetScale ** 2).toBeLessThan(1e-9);
  });

  it('has no line where the network reads the logarithm of the column', async () => {
    const client = await opened(resolve('examples/cars.csv'), {
      targets: ['Miles_per_Gallon'],
      features: ['Horsepower'],
      prepare: { Horsepower: { log: true } },
    });
    expect((await client.insight.solve()).line).toBeNull();
  });

  it('is refused without a table, and for classes', async () => {
    const client = connect();
    expect(await code(client.insight.solve())).toBe('dataset_needed');
    const iris = await opened(resolve('examples/iris.csv'), { targets: ['species'] });
    expect(await code(iris.insight.solve())).toBe('task_unsuited');
  });
});

/** Of a network that is a line: from its predictions at two horsepowers. */
async function ownLine(client: Client): Promise<{ slope: number; intercept: number }> {
  const x = { column: 'Horsepower', from: 50, to: 200, steps: 2 };
  const { values } = await client.insight.grid({ weights: 'best', x, y: null, fixed: {} });
  const [low, high] = new Float32Array(await values.arrayBuffer());
  const slope = (high! - low!) / 150;
  return { slope, intercept: low! - slope * 50 };
}

/** By how much its mean squared error on the training rows is above the least, in squared units of the target. */
function excessOf(own: { slope: number; intercept: number }, line: NonNullable<Solution['line']>): number {
  const [slope, intercept] = [own.slope - line.slope, own.intercept - line.intercept];
  return (intercept + slope * line.mean) ** 2 + slope ** 2 * line.variance;
}

function squaredError(metrics: Metrics | null): number {
  const train = metrics?.train;
  return train && 'rmse' in train ? train.rmse ** 2 : Number.NaN;
}
