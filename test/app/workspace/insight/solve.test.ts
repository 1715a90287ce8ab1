// The exact solution through the contract: real files, real DuckDB, the real engine.
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { code, connect, currentSpec, houses, opened, trained, written } from '../table/openedTable.ts';

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
    expect(solution.distance).toBeNull();
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

  it('is what a linear network trained long enough comes to, and tells how far it is', async () => {
    const client = await opened(
      resolve('examples/cars.csv'),
      {
        targets: ['Miles_per_Gallon'],
        features: ['Weight_in_lbs', 'Horsepower', 'Acceleration'],
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
    const early = await trained(client);
    const before = await client.insight.solve();
    expect(before.distance).toMatchObject({ runId: early });
    expect(before.distance!.lossDifference).toBeGreaterThan(0.01);
    const spec = await currentSpec(client);
    await client.spec.set({
      revision: Number.MAX_SAFE_INTEGER,
      spec: { ...spec, training: { ...spec.training, epochs: 4000 } },
    });
    await trained(client);
    const { distance, targets } = await client.insight.solve();
    expect(distance!.lossDifference).toBeGreaterThanOrEqual(0);
    expect(distance!.lossDifference).toBeLessThan(1e-9);
    expect(distance!.coefficients).toBeLessThan(1e-4);
    expect(targets[0]!.coefficients[0]!.valueInUnits).toBeLessThan(0);
  });

  it('is compared with no run of another split or of a network that is not linear', async () => {
    const client = await opened(resolve('examples/cars.csv'), { targets: ['Miles_per_Gallon'], epochs: 1 });
    await trained(client);
    expect((await client.insight.solve()).distance).toBeNull();
  });

  it('is refused without a table, and for classes', async () => {
    const client = connect();
    expect(await code(client.insight.solve())).toBe('dataset_needed');
    const iris = await opened(resolve('examples/iris.csv'), { targets: ['species'] });
    expect(await code(iris.insight.solve())).toBe('task_unsuited');
  });
});
