// Curves equal scikit-learn's on the same predictions (test/fixtures/metrics).
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { calibrationCurve } from '../../../../app/evaluation/curves/calibrationCurve.ts';
import { rankedCurves, stepsOf } from '../../../../app/evaluation/curves/rankedCurves.ts';
import { against } from '../../../../app/evaluation/metrics/against.ts';

type Point = [number, number];
interface Case {
  name: string;
  truth: number[];
  probabilities: number[][];
  curves: {
    class: number;
    roc: Point[];
    precisionRecall: Point[];
    calibration: Point[];
    rocAuc: number;
    averagePrecision: number;
  }[];
}
const cases: Case[] = JSON.parse(await readFile('test/fixtures/metrics/curves.json', 'utf8'));

function expectSame(found: readonly Point[], expected: readonly Point[], name: string) {
  expect(found.length, name).toBe(expected.length);
  for (const [i, [x, y]] of expected.entries()) {
    expect(Math.abs(found[i]![0] - x), `${name} ${i}`).toBeLessThan(1e-12);
    expect(Math.abs(found[i]![1] - y), `${name} ${i}`).toBeLessThan(1e-12);
  }
}

describe.each(cases)('of $name', ({ truth, probabilities, curves }) => {
  const scores = (k: number) =>
    against(
      Float64Array.from(truth),
      {
        kind: 'class',
        classes: probabilities[0]!.map((_, c) => `c${c}`),
        probabilities: Float64Array.from(probabilities.flat()),
        chosen: new Int32Array(truth.length),
      },
      k,
    );

  it.each(curves)('class $class has its steps', (expected) => {
    const { positive, negative } = scores(expected.class);
    const { found, falseAlarms } = stepsOf({ positive, negative });
    const roc = [...found].map(
      (count, i): Point => [falseAlarms[i]! / negative.length, count / positive.length],
    );
    expectSame([[0, 0], ...roc], expected.roc, 'roc');
    const precisionRecall = [...found].map(
      (count, i): Point => [count / positive.length, count / (count + falseAlarms[i]!)],
    );
    // scikit-learn's goes from the lowest threshold up, and ends with a point of no rows.
    expectSame([...precisionRecall.reverse(), [0, 1]], expected.precisionRecall, 'precision and recall');
  });

  it.each(curves)('class $class has its areas and its drawn points lie on its curves', (expected) => {
    const drawn = rankedCurves(scores(expected.class))!;
    expect(drawn.rocAuc).toBeCloseTo(expected.rocAuc, 12);
    expect(drawn.averagePrecision).toBeCloseTo(expected.averagePrecision, 12);
    const trapezoids = drawn.roc.reduce((sum, [x, y], i) => {
      const [before, below] = drawn.roc[i - 1] ?? [0, 0];
      return sum + ((x - before) * (y + below)) / 2;
    }, 0);
    expect(trapezoids).toBeCloseTo(expected.rocAuc, 12);
    for (const [x, y] of drawn.precisionRecall)
      expect(expected.precisionRecall.some(([r, p]) => Math.abs(r - x) + Math.abs(p - y) < 1e-12)).toBe(true);
  });

  it.each(curves)('class $class has its calibration', (expected) => {
    const { bins, error } = calibrationCurve(scores(expected.class))!;
    expectSame(
      bins.map((bin): Point => [bin.predicted, bin.observed]),
      expected.calibration,
      'calibration',
    );
    const rows = bins.reduce((sum, bin) => sum + bin.rows, 0);
    expect(rows).toBe(truth.length);
    const apart = bins.reduce((sum, bin) => sum + Math.abs(bin.predicted - bin.observed) * bin.rows, 0);
    expect(error).toBeCloseTo(apart / rows, 12);
    for (const bin of bins) {
      expect(bin.low).toBeLessThanOrEqual(bin.observed);
      expect(bin.high).toBeGreaterThanOrEqual(bin.observed);
    }
  });
});
