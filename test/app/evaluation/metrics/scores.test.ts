import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scoreClasses, scoreNumbers } from '../../../../app/evaluation/metrics/scores.ts';
import type { ClassPredictions, NumberPredictions } from '../../../../app/evaluation/predictions.ts';

function classes(probabilities: number[][], names?: string[]): ClassPredictions {
  return {
    kind: 'class',
    classes: names ?? probabilities[0]!.map((_, k) => `c${k}`),
    probabilities: Float64Array.from(probabilities.flat()),
    chosen: Int32Array.from(probabilities, (row) => row.indexOf(Math.max(...row))),
  };
}

/** Predictions that give `sure` to one class and the rest evenly to the others. */
function certain(chosen: number[], count: number, sure = 0.9): ClassPredictions {
  const rest = (1 - sure) / (count - 1);
  return classes(chosen.map((c) => Array.from({ length: count }, (_, k) => (k === c ? sure : rest))));
}

function numbers(values: number[][]): NumberPredictions {
  return {
    kind: 'numeric',
    names: values[0]!.map((_, k) => `t${k}`),
    values: Float64Array.from(values.flat()),
  };
}

describe('scores of classes', () => {
  it("are scikit-learn's on the examples of its documentation", () => {
    const f1 = scoreClasses(Int32Array.of(0, 1, 2, 0, 1, 2), certain([0, 2, 1, 0, 0, 1], 3));
    expect(f1.f1Macro).toBeCloseTo(0.26666666666666666, 14);
    expect(f1.accuracy).toBeCloseTo(2 / 6, 15);
    const spam = [
      [0.1, 0.9],
      [0.9, 0.1],
      [0.8, 0.2],
      [0.35, 0.65],
    ];
    expect(scoreClasses(Int32Array.of(1, 0, 0, 1), classes(spam)).logLoss).toBeCloseTo(
      0.21616187468057912,
      14,
    );
  });

  it('leave a class out of the F1 that occurs neither in truth nor in prediction', () => {
    expect(scoreClasses(Int32Array.of(0, 1), certain([0, 1], 3)).f1Macro).toBe(1);
  });

  it('count a class as 0 that is there and never found', () => {
    expect(scoreClasses(Int32Array.of(0, 0, 1), certain([0, 0, 0], 2)).f1Macro).toBeCloseTo(0.8 / 2, 15);
  });

  it('take a probability of 0 as 2^-52, as scikit-learn does', () => {
    const scores = scoreClasses(Int32Array.of(1), classes([[1, 0]]));
    expect(scores.logLoss).toBeCloseTo(52 * Math.LN2, 12);
  });

  it('agree with a plain implementation by definition on random rows', () => {
    const row = fc.tuple(
      fc.integer({ min: 0, max: 3 }),
      fc.array(fc.double({ min: 0.001, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 }),
    );
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 40 }), (rows) => {
        const truth = rows.map(([actual]) => actual);
        const p = rows.map(([, raw]) => raw.map((x) => x / raw.reduce((a, b) => a + b)));
        const predicted = p.map((line) => line.indexOf(Math.max(...line)));
        const f1s: number[] = [];
        for (const k of new Set([...truth, ...predicted])) {
          const tp = truth.filter((t, i) => t === k && predicted[i] === k).length;
          const precision = tp / predicted.filter((x) => x === k).length || 0;
          const recall = tp / truth.filter((x) => x === k).length || 0;
          f1s.push(precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall));
        }
        const mean = (list: number[]) => list.reduce((a, b) => a + b, 0) / list.length;
        const scores = scoreClasses(Int32Array.from(truth), classes(p));
        expect(scores.f1Macro).toBeCloseTo(mean(f1s), 12);
        expect(scores.accuracy).toBeCloseTo(mean(truth.map((t, i) => Number(t === predicted[i]))), 12);
        expect(scores.logLoss).toBeCloseTo(mean(truth.map((t, i) => -Math.log(p[i]![t]!))), 12);
      }),
      { numRuns: 100 },
    );
  });
});

describe('scores of numbers', () => {
  it("are scikit-learn's on the examples of its documentation", () => {
    const one = scoreNumbers(Float64Array.of(3, -0.5, 2, 7), numbers([[2.5], [0], [2], [8]]));
    expect(one.rmse).toBeCloseTo(Math.sqrt(0.375), 14);
    expect(one.mae).toBeCloseTo(0.5, 15);
    expect(one.r2).toBeCloseTo(0.9486081370449679, 14);
    const two = scoreNumbers(
      Float64Array.of(0.5, 1, -1, 1, 7, -6),
      numbers([
        [0, 2],
        [-1, 2],
        [8, -5],
      ]),
    );
    expect(two.rmse).toBeCloseTo(Math.sqrt(0.7083333333333334), 14);
    expect(two.mae).toBeCloseTo(0.75, 15);
    expect(two.r2).toBeCloseTo(0.9368005266622779, 14);
  });

  it('have no r2 where the truth is constant', () => {
    expect(scoreNumbers(Float64Array.of(0.1, 0.1, 0.1), numbers([[0], [1], [0.1]])).r2).toBeNull();
    expect(scoreNumbers(Float64Array.of(5), numbers([[5]]))).toEqual({ rmse: 0, mae: 0, r2: null });
  });

  it('do not overflow for a target of 1e200', () => {
    const scores = scoreNumbers(Float64Array.of(1e200, 3e200), numbers([[2e200], [3e200]]));
    expect(scores.rmse / 1e200).toBeCloseTo(Math.SQRT1_2, 14);
    expect(scores.r2).toBeCloseTo(0.5, 14);
  });

  it('agree with a plain implementation by definition on random rows', () => {
    const cell = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    const row = fc.tuple(cell, cell, cell, cell);
    fc.assert(
      fc.property(fc.array(row, { minLength: 2, maxLength: 40 }), (rows) => {
        const truth = rows.map(([a, b]) => [a, b]);
        const guess = rows.map(([, , c, d]) => [c, d]);
        const errors = truth.flatMap((t, i) => t.map((x, k) => x - guess[i]![k]!));
        const mean = (list: number[]) => list.reduce((a, b) => a + b, 0) / list.length;
        const scores = scoreNumbers(Float64Array.from(truth.flat()), numbers(guess));
        const close = (found: number, expected: number) =>
          expect(Math.abs(found - expected)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(expected)));
        close(scores.mae, mean(errors.map(Math.abs)));
        close(scores.rmse, Math.sqrt(mean(errors.map((e) => e * e))));
      }),
      { numRuns: 100 },
    );
  });

  it('are refused where an output is not finite, and the sentence counts the rows', () => {
    expect(() => scoreNumbers(Float64Array.of(1, 2), numbers([[1], [Number.NaN]]))).toThrow(
      "The network's outputs are not finite for 1 of 2 rows",
    );
  });
});
