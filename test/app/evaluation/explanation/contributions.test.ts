// Integrated gradients add up for every activation and normalisation, are those of the formula, and follow from gradients that agree with
// numerical ones.
import { describe, expect, it } from 'vitest';
import type { LayerWeights, Preparation } from '../../../../app/contract/model.ts';
import { type Activation, activations, type Normalization } from '../../../../app/contract/spec/layers.ts';
import { Random } from '../../../../app/dataset/numbers/random.ts';
import { erf } from '../../../../app/evaluation/distributions/normal.ts';
import { contributionsOf } from '../../../../app/evaluation/explanation/contributions.ts';
import { type NetworkLayer, NetworkPass } from '../../../../app/evaluation/explanation/networkPass.ts';
import { exhaustive } from '../../../exhaustive.ts';

const random = new Random(11);
const normal = () => {
  let sum = -6;
  for (let i = 0; i < 12; i++) sum += random.share();
  return sum;
};
const normals = (count: number, scale = 1) => Float32Array.from({ length: count }, () => scale * normal());

function layer(inputs: number, outputs: number, normalization: Normalization): LayerWeights {
  const own = { gamma: normals(outputs).map((value) => 1 + 0.2 * value), beta: normals(outputs, 0.3) };
  const running = {
    mean: normals(outputs, 0.5),
    variance: normals(outputs).map((value) => 0.2 + value ** 2),
  };
  return {
    ...{
      inputs,
      outputs,
      weight: normals(inputs * outputs, 1.5 / Math.sqrt(inputs)),
      bias: normals(outputs, 0.5),
    },
    ...(normalization === 'none'
      ? {}
      : { normalization: { kind: normalization, ...own, ...(normalization === 'batch' ? running : {}) } }),
  };
}

function network(kinds: Activation[], normalization: Normalization, inputs: number, outputs: number) {
  let width = inputs;
  const hidden = kinds.map((activation): NetworkLayer => {
    const made = { weights: layer(width, 9, normalization), activation };
    width = 9;
    return made;
  });
  return [...hidden, { weights: layer(width, outputs, 'none'), activation: 'linear' as const }];
}

const numeric = (column: string) => ({ kind: 'numeric' as const, column, median: 0, mean: 0, scale: 1 });
/** Three columns of five inputs. */
const inputs: Preparation['inputs'] = [
  numeric('a'),
  { kind: 'oneHot', column: 'b', levels: ['x', 'y', 'z'] },
  numeric('c'),
];
const number: Preparation = {
  inputs,
  target: { kind: 'numeric', link: 'identity', columns: [{ name: 't', mean: 40, scale: 7 }] },
};
const counts: Preparation = {
  inputs,
  target: { kind: 'numeric', link: 'log', columns: [{ name: 't', mean: 0, scale: 1 }] },
};
const classes = (count: number): Preparation => ({
  inputs,
  target: { kind: 'class', column: 't', classes: Array.from({ length: count }, (_, k) => `c${k}`) },
});

describe('contributions add up to the prediction minus the base', () => {
  const cases = activations.flatMap((activation) =>
    (['none', 'batch', 'layer'] as const).map((normalization) => [activation, normalization] as const),
  );
  it.each(cases)('with %s and normalisation %s', async (activation, normalization) => {
    for (const [preparation, outputs] of [
      [number, 1],
      [counts, 1],
      [classes(2), 1],
      [classes(4), 4],
    ] as const) {
      for (let trial = 0; trial < (exhaustive ? 50 : 3); trial++) {
        const layers = network([activation, activation], normalization, 5, outputs);
        const asked = { inputs: normals(5, 1.5), base: normals(5, 0.3), output: outputs - 1 };
        const found = await contributionsOf(layers, preparation, asked);
        const sizes = found.columns.map(Math.abs).reduce((sum, size) => sum + size, 0);
        const size = Math.max(sizes, Math.abs(found.prediction - found.base));
        expect(Math.abs(found.remainder) / (size || 1)).toBeLessThan(1e-6);
      }
    }
  });

  it('with layers of different activations', async () => {
    for (const kinds of [
      ['relu', 'tanh'],
      ['step', 'sigmoid'],
      ['selu', 'step'],
      ['softsign', 'relu', 'elu'],
    ] as Activation[][]) {
      const layers = network(kinds, 'none', 5, 1);
      const asked = { inputs: normals(5, 1.5), base: normals(5, 0.3), output: 0 };
      const { columns, remainder } = await contributionsOf(layers, number, asked);
      const size = columns.map(Math.abs).reduce((sum, one) => sum + one, 0);
      expect(Math.abs(remainder)).toBeLessThan(1e-6 * size);
    }
  });
});

describe('contributions', () => {
  it('of a linear network are its weights times the differences, in the target’s units', async () => {
    const weights = layer(5, 1, 'none');
    const asked = { inputs: normals(5), base: normals(5), output: 0 };
    const { columns, base, prediction } = await contributionsOf(
      [{ weights, activation: 'linear' }],
      number,
      asked,
    );
    const each = Array.from(weights.weight, (w, i) => 7 * w * (asked.inputs[i]! - asked.base[i]!));
    expect(columns[0]).toBeCloseTo(each[0]!, 12);
    expect(columns[1]).toBeCloseTo(each[1]! + each[2]! + each[3]!, 12);
    expect(columns[2]).toBeCloseTo(each[4]!, 12);
    expect(prediction - base).toBeCloseTo(
      each.reduce((sum, one) => sum + one, 0),
      12,
    );
  });

  it('of a relu are the same by the mean of very many gradients', async () => {
    const layers = network(['relu', 'relu'], 'batch', 5, 4);
    const asked = { inputs: normals(5, 2), base: normals(5), output: 2 };
    const preparation = classes(4);
    const { columns } = await contributionsOf(layers, preparation, asked);
    const pass = new NetworkPass(layers);
    const steps = exhaustive ? 200_000 : 20_000;
    const slow = new Float64Array(5);
    for (let step = 0; step < steps; step++) {
      const at = (step + 0.5) / steps;
      const row = Float64Array.from(asked.base, (value, i) => value + at * (asked.inputs[i]! - value));
      const outputs = pass.forward(row);
      const shares = Array.from(outputs, Math.exp);
      const sum = shares.reduce((all, one) => all + one, 0);
      const own = shares[2]! / sum;
      const slopes = Float64Array.from(shares, (share, k) => own * ((k === 2 ? 1 : 0) - share / sum));
      pass.gradient(slopes).forEach((value, i) => {
        slow[i]! += (value * (asked.inputs[i]! - asked.base[i]!)) / steps;
      });
    }
    expect(columns[0]).toBeCloseTo(slow[0]!, 4);
    expect(columns[1]).toBeCloseTo(slow[1]! + slow[2]! + slow[3]!, 4);
    expect(columns[2]).toBeCloseTo(slow[4]!, 4);
  });

  it('of a step are those of a very steep sigmoid', async () => {
    const [first, last] = [layer(5, 9, 'none'), layer(9, 1, 'none')];
    const steep = {
      ...first,
      weight: first.weight.map((w) => 3_000 * w),
      bias: first.bias.map((b) => 3_000 * b),
    };
    const asked = { inputs: normals(5, 2), base: normals(5), output: 0 };
    const of = (weights: LayerWeights, activation: Activation) =>
      contributionsOf(
        [
          { weights, activation },
          { weights: last, activation: 'linear' },
        ],
        number,
        asked,
      );
    const [step, sigmoid] = [await of(first, 'step'), await of(steep, 'sigmoid')];
    for (const [k, value] of step.columns.entries()) expect(value).toBeCloseTo(sigmoid.columns[k]!, 2);
  });

  it('are none for the base row itself', async () => {
    const row = normals(5);
    const layers = network(['relu', 'tanh'], 'none', 5, 1);
    const { columns, base, prediction } = await contributionsOf(layers, number, {
      inputs: row,
      base: row,
      output: 0,
    });
    expect([...columns]).toEqual([0, 0, 0]);
    expect(prediction).toBe(base);
  });

  it('stop when the call is cancelled', async () => {
    const layers = network(
      Array.from({ length: 12 }, () => 'tanh'),
      'layer',
      5,
      1,
    );
    const asked = { inputs: normals(5, 40), base: normals(5), output: 0 };
    const stop = AbortSignal.abort();
    await expect(contributionsOf(layers, number, asked, stop)).rejects.toThrow(/abort/i);
  });
});

describe('gradients with regard to the inputs', () => {
  it.each(activations)('agree with central differences for %s', (activation) => {
    for (const normalization of ['none', 'batch', 'layer'] as const) {
      const pass = new NetworkPass(network([activation, activation], normalization, 5, 1));
      const row = Float64Array.from(normals(5));
      const value = (i: number, by: number) => pass.forward(row.map((x, k) => (k === i ? x + by : x)))[0]!;
      const numerical = Float64Array.from(row, (_, i) => (value(i, 1e-6) - value(i, -1e-6)) / 2e-6);
      pass.forward(row);
      const found = pass.gradient(Float64Array.of(1));
      // Truncation and rounding of a central difference, and no kink within 1e-6 of this row.
      for (const [i, gradient] of found.entries()) expect(gradient).toBeCloseTo(numerical[i]!, 6);
    }
  });

  it('use an error function that is exact to 1e-15', () => {
    // Abramowitz and Stegun, table 7.1, and WolframAlpha.
    expect(erf(0.5)).toBeCloseTo(0.5204998778130465, 15);
    expect(erf(1)).toBeCloseTo(0.8427007929497149, 15);
    expect(erf(-2)).toBeCloseTo(-0.9953222650189527, 15);
    expect(erf(4)).toBeCloseTo(0.9999999845827421, 15);
    expect(erf(30)).toBe(1);
  });
});
