// What single units answer, through the contract: real files, real DuckDB, the real engine.
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { opened } from '../table/openedTable.ts';
import { floats } from './floats.ts';

describe('what single units answer', () => {
  const x = { column: 'petal length (cm)', from: 1, to: 7, steps: 5 };
  const y = { column: 'petal width (cm)', from: 0, to: 2.5, steps: 4 };

  it('adds up, by the weights between them, to what the network predictions', async () => {
    const client = await opened(resolve('examples/iris.csv'), {
      targets: ['species'],
      hidden: [4, 3],
      activation: 'tanh',
    });
    const units = await client.insight.units({ weights: 'initial', x, y, fixed: {} });
    expect(units).toMatchObject({ xSteps: 5, ySteps: 4, epoch: null });
    expect(units.layers.map(({ units: count, shown }) => [count, shown])).toEqual([
      [4, [0, 1, 2, 3]],
      [3, [0, 1, 2]],
      [3, [0, 1, 2]],
    ]);
    const [first, second, output] = await Promise.all(
      units.layers.map(async ({ values }) => await floats(values)),
    );
    // Biases begin at 0.
    for (let point = 0; point < 20; point++)
      for (const unit of [0, 1, 2]) {
        const sum = units.layers[1]!.weights[unit]!.reduce((z, w, i) => z + w * first![point * 4 + i]!, 0);
        expect(second![point * 3 + unit]).toBeCloseTo(Math.tanh(sum), 5);
      }
    const grid = await client.insight.grid({ weights: 'initial', x, y, fixed: {} });
    expect(output).toEqual(await floats(grid.values));
  });

  it('is of an even choice of the units of a wide layer, on fewer points where that would take long', async () => {
    const client = await opened(resolve('examples/iris.csv'), {
      targets: ['species'],
      hidden: [2_000, 2_000],
    });
    const wide = { ...x, steps: 48 };
    const units = await client.insight.units({
      weights: 'initial',
      x: wide,
      y: { ...y, steps: 48 },
      fixed: {},
    });
    expect(units.xSteps).toBeLessThan(48);
    expect(units.layers[1]).toMatchObject({ units: 2_000 });
    expect(units.layers[1]!.shown).toHaveLength(16);
    expect(units.layers[1]!.weights[15]).toHaveLength(16);
    expect(await floats(units.layers[1]!.values)).toHaveLength(units.xSteps * units.ySteps * 16);
  });
});
