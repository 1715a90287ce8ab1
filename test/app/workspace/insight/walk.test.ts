// One row forward and back, with every number on the way, and slopes measured beside.
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { code, houses, opened, written } from '../table/openedTable.ts';

describe('a row walked', () => {
  it('has every number of each layer, and their products add up', async () => {
    const client = await opened(resolve('examples/iris.csv'), {
      targets: ['species'],
      hidden: [3],
      activation: 'tanh',
    });
    const walk = await client.insight.walk({ weights: 'initial', row: 60 });
    expect(walk.inputs.map(({ name }) => name)).toHaveLength(4);
    expect(walk.target).toEqual([1]);
    const [hidden, output] = walk.layers;
    const x = walk.inputs.map(({ value }) => value);
    for (const unit of [0, 1, 2]) {
      const z = hidden!.weight[unit]!.reduce((sum, w, i) => sum + w * x[i]!, hidden!.bias[unit]!);
      expect(hidden!.z[unit]).toBeCloseTo(z, 12);
      expect(hidden!.a[unit]).toBeCloseTo(Math.tanh(z), 12);
      expect(hidden!.dZ[unit]).toBeCloseTo(hidden!.dA[unit]! * (1 - Math.tanh(z) ** 2), 12);
      const back = output!.dZ.reduce((sum, d, o) => sum + d * output!.weight[o]![unit]!, 0);
      expect(hidden!.dA[unit]).toBeCloseTo(back, 12);
      expect(hidden!.dWeight[unit]).toEqual(x.map((value) => hidden!.dZ[unit]! * value));
    }
    const exponentials = output!.a.map(Math.exp);
    const softmax = exponentials.map((e) => e / exponentials.reduce((sum, value) => sum + value));
    expect(walk.loss).toBeCloseTo(-Math.log(softmax[1]!), 12);
    for (const [k, d] of output!.dZ.entries()) expect(d).toBeCloseTo(softmax[k]! - (k === 1 ? 1 : 0), 12);
  });

  it('has the slopes that are asked for measured beside it, by moving one parameter at a time', async () => {
    const client = await opened(resolve('examples/iris.csv'), {
      targets: ['species'],
      hidden: [3],
      normalization: 'layer',
    });
    const measure = [
      { layer: 0, tensor: 'weight' as const, unit: 2, input: 1 },
      { layer: 0, tensor: 'gamma' as const, unit: 0, input: null },
      { layer: 1, tensor: 'bias' as const, unit: 2, input: null },
    ];
    const { layers, measured } = await client.insight.walk({ weights: 'initial', row: 60, measure });
    const told = [layers[0]!.dWeight[2]![1]!, layers[0]!.normalization!.dGamma[0]!, layers[1]!.dBias[2]!];
    expect(measured).toHaveLength(3);
    // A central difference is off by e^2 / 6 times the third derivative, and by rounding over e: both about 1e-11 here.
    for (const [k, slope] of told.entries()) expect(measured[k]).toBeCloseTo(slope, 9);
    expect((await client.insight.walk({ weights: 'initial', row: 60 })).measured).toEqual([]);
    const nowhere = { layer: 2, tensor: 'bias' as const, unit: 0, input: null };
    expect(await code(client.insight.walk({ weights: 'initial', row: 60, measure: [nowhere] }))).toBe(
      'option_invalid',
    );
  });

  it('is refused where there is no such row, no target, or too much to show', async () => {
    const rows = houses();
    rows[3] = rows[3]!.replace(/,[^,]*$/, ',');
    const client = await opened(await written('houses.csv', rows), { targets: ['price'] });
    expect(await code(client.insight.walk({ weights: 'initial', row: 60 }))).toBe('option_invalid');
    expect(await code(client.insight.walk({ weights: 'initial', row: 2 }))).toBe('option_invalid');
    expect(await code(client.insight.walk({ weights: 'initial', row: 3 }))).toBe('no error');
    const large = await opened(resolve('examples/iris.csv'), { targets: ['species'], hidden: [300, 300] });
    expect(await code(large.insight.walk({ weights: 'initial', row: 0 }))).toBe('network_too_large');
  });
});
