// The exact solution through the addon: what native_tests prove of the numbers is not repeated; here is how it is asked for.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LeastSquaresProblem } from '../../../../app/engine/insight.ts';
import { loadEngine } from '../../../../app/engine/load.ts';

const engine = loadEngine();

/** y = 2 a - b + 3 on five rows, in either precision. */
function problem(changes: Partial<Record<keyof LeastSquaresProblem, unknown>> = {}): LeastSquaresProblem {
  const features = Float32Array.of(1, 0, 2, 5, 4, 1, 7, 7, 3, -2);
  const targets = Float32Array.from({ length: 5 }, (_, r) => 2 * features[2 * r]! - features[2 * r + 1]! + 3);
  const shape = { rows: 5, inputs: 2, outputs: 1, features, targets, weights: null };
  return { ...shape, ...changes } as LeastSquaresProblem;
}

function withoutEnd(): LeastSquaresProblem {
  const inputs = 1_200;
  const rows = 2_400;
  const features = Float32Array.from({ length: rows * inputs }, (_, i) => Math.sin(i * i));
  return problem({ rows, inputs, features, targets: new Float32Array(rows) });
}

describe('leastSquares', () => {
  test('answers with coefficients, intercept and what the columns are worth', async () => {
    const found = await engine.leastSquares(problem());
    expect(found.coefficients).toBeInstanceOf(Float64Array);
    expect([...found.coefficients, ...found.intercepts].map((x) => x.toFixed(12))).toEqual([
      '2.000000000000',
      '-1.000000000000',
      '3.000000000000',
    ]);
    expect(found.loss).toBeLessThan(1e-28);
    expect(found).toMatchObject({ rank: 2, collinear: [] });
    expect(found.singularValues).toHaveLength(2);
  });

  test('gives float64 rows the same answer as float32 rows that hold the same numbers', async () => {
    const { features, targets } = problem();
    const wide = { features: Float64Array.from(features), targets: Float64Array.from(targets) };
    expect(await engine.leastSquares(problem(wide))).toEqual(await engine.leastSquares(problem()));
  });

  test('counts rows by weight: one of weight 0 is as if it were not there', async () => {
    const targets = Float32Array.of(5, 2, 1000, 10, 11);
    const weighted = await engine.leastSquares(problem({ targets, weights: Float32Array.of(1, 2, 0, 1, 1) }));
    expect(weighted.coefficients[0]).toBeCloseTo(2, 12);
    expect(weighted.coefficients[1]).toBeCloseTo(-1, 12);
    expect((await engine.leastSquares(problem({ targets }))).coefficients[0]).not.toBeCloseTo(2, 0);
  });

  test('names columns that follow from others', async () => {
    const features = Float32Array.of(1, 2, 9, 2, 4, 9, 4, 8, 9, 0, 0, 9);
    const found = await engine.leastSquares(
      problem({ rows: 4, inputs: 3, features, targets: Float32Array.of(5, 10, 20, 0) }),
    );
    expect(found.rank).toBe(1);
    expect(found.collinear).toMatchObject([
      { column: 1, on: [{ column: 0 }] },
      { column: 2, on: [] },
    ]);
    expect(found.collinear[0]!.on[0]!.factor).toBeCloseTo(2, 12);
  });

  test('does not mind that the caller overwrites the rows', async () => {
    const given = problem();
    const answer = engine.leastSquares(given);
    given.features.fill(0);
    expect((await answer).rank).toBe(2);
  });

  test('ends soon after it was called off', async () => {
    const given = withoutEnd();
    const early = new AbortController();
    early.abort();
    await expect(engine.leastSquares(given, early.signal)).rejects.toMatchObject({ name: 'AbortError' });
    const controller = new AbortController();
    const answer = engine.leastSquares(given, controller.signal);
    setImmediate(() => controller.abort());
    await expect(answer).rejects.toMatchObject({ name: 'AbortError' });
  });

  test.each<[string, Partial<Record<keyof LeastSquaresProblem, unknown>>, RegExp]>([
    ['no rows', { rows: 0 }, /rows must be a finite number from 1 to 4294967295; found 0/],
    ['half an input', { inputs: 1.5 }, /inputs must be a whole number/],
    ['no outputs', { outputs: 0 }, /outputs must be/],
    [
      'features of another length',
      { features: new Float32Array(9) },
      /features must have 10 values; found 9/,
    ],
    ['features that are not numbers', { features: Array(10).fill(0) }, /features must be a Float32Array/],
    [
      'a feature that is not finite',
      { features: new Float32Array(10).fill(Number.NaN) },
      /features\[0\] must be/,
    ],
    ['a target that is not finite', { targets: new Float32Array(5).fill(1 / 0) }, /targets\[0\] must be/],
    ['a number too large to square', { features: new Float64Array(10).fill(1e200) }, /at most 1e140/],
    ['a negative weight', { weights: Float32Array.of(1, -1, 1, 1, 1) }, /weights\[1\] must not be negative/],
    ['weights that are all 0', { weights: new Float32Array(5) }, /weights must not all be 0/],
    ['weights for other rows', { weights: new Float32Array(4) }, /weights must have 5 values/],
  ])('refuses %s', async (_, changes, message) => {
    await expect(engine.leastSquares(problem(changes))).rejects.toThrow(message);
  });

  test('refuses what does not fit into memory, before it is allocated', async () => {
    await expect(engine.leastSquares(problem({ inputs: 1e6 }))).rejects.toMatchObject({
      code: 'out_of_memory',
    });
  });

  test('takes whatever else may be in the place of a value for an error', async () => {
    const keys = Object.keys(problem()) as (keyof LeastSquaresProblem)[];
    const value = fc.oneof(
      fc.anything(),
      fc.integer({ min: 0, max: 20 }),
      fc.float32Array({ maxLength: 12 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...keys), value, async (key, wrong) => {
        const answer = await engine.leastSquares(problem({ [key]: wrong })).catch((error) => error);
        expect(answer instanceof Error || answer.coefficients instanceof Float64Array).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
