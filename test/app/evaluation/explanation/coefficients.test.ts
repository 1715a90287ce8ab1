// Coefficients in the columns' own units with their standard errors, on published examples.
import { describe, expect, it } from 'vitest';
import type { Preparation } from '../../../../app/contract/model.ts';
import { coefficientsOf } from '../../../../app/evaluation/explanation/coefficients.ts';
import { type Family, FisherInformation } from '../../../../app/evaluation/explanation/fisherInformation.ts';

/** Anscombe (1973), the first of his four tables: y = 3.0001 + 0.5001 x, standard errors 1.1247 and 0.1179. */
const anscombe = {
  x: [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5],
  y: [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68],
};
/** Hours of study and whether an exam was passed (Wikipedia, Logistic regression): -4.0777 + 1.5046 x, errors 1.7610 and 0.6287. */
const study = {
  x: [0.5, 0.75, 1, 1.25, 1.5, 1.75, 1.75, 2, 2.25, 2.5, 2.75, 3, 3.25, 3.5, 4, 4.25, 4.5, 4.75, 5, 5.5],
  y: [0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 1, 1, 1, 1, 1],
};

const input = { kind: 'numeric' as const, column: 'x', median: 0, mean: 9, scale: 3 };
const value: Preparation = {
  inputs: [input],
  target: { kind: 'numeric', link: 'identity', columns: [{ name: 'y', mean: 7, scale: 2 }] },
};
const passed: Preparation = {
  inputs: [input],
  target: { kind: 'class', column: 'passed', classes: ['no', 'yes'] },
};

/** What the network of one input gives for x, in its own scale. */
const layer = (weight: number, bias: number) => ({
  ...{ inputs: 1, outputs: 1 },
  weight: Float32Array.of(weight),
  bias: Float32Array.of(bias),
});

function errorsOf(
  family: Family,
  table: { x: number[]; y: number[] },
  of: (z: number) => number,
  scale: (y: number) => number,
) {
  const information = new FisherInformation(family, 1, 1);
  for (const [row, x] of table.x.entries()) {
    const z = (x - input.mean) / input.scale;
    information.add(Float64Array.of(1, z), [of(z)], [scale(table.y[row]!)]);
  }
  return information.errors(1)!;
}

describe('coefficients', () => {
  it('of a line and their errors are those of Anscombe’s first table', () => {
    const [slope, intercept] = [0.5000909, 3.0000909];
    const weight = (slope * 3) / 2;
    const bias = (intercept + slope * 9 - 7) / 2;
    const errors = errorsOf(
      'normal',
      anscombe,
      (z) => weight * z + bias,
      (y) => (y - 7) / 2,
    );
    expect(errors[0]!.distance).toBeLessThan(1e-5);
    const { outputs, scale } = coefficientsOf(layer(weight, bias), value, errors);
    expect(scale).toBe('value');
    const [output] = outputs;
    expect(output!.coefficients[0]).toMatchObject({
      column: 'x',
      value: expect.closeTo(0.5001, 4),
      error: expect.closeTo(0.1179, 4),
      factor: null,
    });
    expect(output!.intercept).toBeCloseTo(3.0001, 3);
    expect(output!.interceptError).toBeCloseTo(1.1247, 4);
    expect(output!.equation).toMatch(/^y = 3\.0000\d* \+ 0\.50009\d* \* x$/);
  });

  it('keep the errors of the best fit, and tell how far the network is from it', () => {
    const errors = errorsOf(
      'normal',
      anscombe,
      () => 0,
      (y) => (y - 7) / 2,
    );
    const { outputs } = coefficientsOf(layer(0, 0), value, errors);
    expect(outputs[0]!.coefficients[0]!.error).toBeCloseTo(0.1179, 4);
    // The whole slope: 0.5001 / 0.1179.
    expect(errors[0]!.distance).toBeCloseTo(4.241, 2);
  });

  it('of a logistic network are odds ratios with errors from the Fisher information', () => {
    const [slope, intercept] = [1.5046454, -4.0777134];
    const [weight, bias] = [slope * 3, intercept + slope * 9];
    const errors = errorsOf(
      'binomial',
      study,
      (z) => 1 / (1 + Math.exp(-(weight * z + bias))),
      (y) => y,
    );
    expect(errors[0]!.distance).toBeLessThan(1e-4);
    const { outputs, scale } = coefficientsOf(layer(weight, bias), passed, errors);
    expect(scale).toBe('logit');
    expect(outputs[0]).toMatchObject({ name: 'yes', against: 'no' });
    expect(outputs[0]!.coefficients[0]!.error).toBeCloseTo(0.6287, 3);
    expect(outputs[0]!.coefficients[0]!.factor).toBeCloseTo(Math.exp(1.5046), 2);
    expect(outputs[0]!.interceptError).toBeCloseTo(1.761, 3);
    expect(outputs[0]!.equation).toMatch(/^ln\(P\(yes\) \/ P\(no\)\) = -4\.0777\d* \+ 1\.5046\d* \* x$/);
  });

  it('of a category compare each level with the first one', () => {
    const preparation: Preparation = {
      inputs: [{ kind: 'oneHot', column: 'side', levels: ['north', 'south', ''] }],
      target: value.target,
    };
    const weights = { inputs: 3, outputs: 1, weight: Float32Array.of(1, 2, 4), bias: Float32Array.of(0.5) };
    const [output] = coefficientsOf(weights, preparation, null).outputs;
    expect(
      output!.coefficients.map(({ category, value: of }) => [category?.level, category?.reference, of]),
    ).toEqual([
      ['south', 'north', 2],
      ['', 'north', 6],
    ]);
    expect(output!.intercept).toBe(7 + 2 * 1.5);
    expect(output!.equation).toBe('y = 10 + 2 * [side = south] + 6 * [side = missing]');
  });

  it('of a number in bins are of what lies in each bin, and the equation is what the network computes', () => {
    const preparation: Preparation = {
      inputs: [{ kind: 'numeric', column: 'x', median: 0, mean: 1, scale: 2, edges: [0, 2, 10] }],
      target: value.target,
    };
    const weights = { inputs: 3, outputs: 1, weight: Float32Array.of(1, 2, -4), bias: Float32Array.of(0.5) };
    const [output] = coefficientsOf(weights, preparation, null).outputs;
    expect(output!.coefficients.map(({ bin, value: of }) => [bin, of])).toEqual([
      [undefined, 1],
      [[0, 2], 4],
      [[2, 10], -2],
    ]);
    expect(output!.equation).toBe('y = 15 + 1 * x + 4 * clip(x, 0, 2) - 2 * clip(x, 2, 10)');
    const clip = (x: number, low: number, high: number) => Math.min(high, Math.max(low, x));
    // At 5: inputs 2, 1 and -1/4; the target's mean is 7, its scale 2.
    expect(15 + 5 + 4 * clip(5, 0, 2) - 2 * clip(5, 2, 10)).toBe(7 + 2 * (0.5 + 2 + 2 + 1));
  });

  it('of several classes are against the first class', () => {
    const preparation: Preparation = {
      inputs: [input],
      target: { kind: 'class', column: 't', classes: ['a', 'b', 'c'] },
    };
    const weights = {
      inputs: 1,
      outputs: 3,
      weight: Float32Array.of(1, 4, -2),
      bias: Float32Array.of(0, 1, 2),
    };
    const { outputs } = coefficientsOf(weights, preparation, null);
    expect(outputs.map(({ name, against, coefficients }) => [name, against, coefficients[0]!.value])).toEqual(
      [
        ['b', 'a', 1],
        ['c', 'a', -1],
      ],
    );
  });

  it('have no errors where one column follows from another', () => {
    const information = new FisherInformation('normal', 2, 1);
    for (let row = 0; row < 20; row++) information.add(Float64Array.of(1, row, 2 * row + 1), [0], [row % 3]);
    expect(information.errors(1)).toBeNull();
  });
});
