import { describe, expect, it } from 'vitest';
import { defaultLossSettings } from '../../../../app/contract/spec/losses.ts';
import type { TrainingSpec } from '../../../../app/contract/spec/spec.ts';
import {
  curvePointsOf,
  measureOf,
  scoreOf,
  standardError,
} from '../../../../app/evaluation/search/foldScores.ts';

const folds = (...values: number[][]) => values.map((fold) => Float64Array.from(fold));

describe('the score of a candidate', () => {
  it('is read at the epoch at which the mean over the folds is best, the same for all folds', () => {
    const score = scoreOf(folds([4, 1, 2], [2, 5, 2]), 3);
    // Each fold's own best epoch would give (1 + 2) / 2.
    expect(score).toEqual({ mean: 2, error: 0, folds: [2, 2] });
  });

  it('keeps the last value of a fold that ended early', () => {
    expect(scoreOf(folds([4, 2], [4, 3, 1]), 3)).toMatchObject({ mean: 1.5, folds: [2, 1] });
  });

  it('reads only the epochs of the rung', () => {
    expect(scoreOf(folds([4, 1], [4, 1]), 1)).toMatchObject({ mean: 4 });
  });

  it('is missing where a fold has no epoch', () => {
    expect(scoreOf(folds([], [1]), 1)).toBeNull();
  });

  it('has a standard error of the mean, which a single fold has not', () => {
    expect(standardError([1, 2, 3])).toBeCloseTo(1 / Math.sqrt(3), 12);
    expect(standardError([1])).toBeNull();
  });
});

describe('the metric of a search', () => {
  const training = (loss: string, more = {}) =>
    ({ loss, lossSettings: { ...defaultLossSettings, ...more } }) as unknown as TrainingSpec;
  const numeric = (count: number) => ({
    kind: 'numeric' as const,
    link: 'identity' as const,
    columns: Array.from({ length: count }, (_, k) => ({ name: `t${k}`, mean: 5, scale: 10 })),
  });
  const classes = { kind: 'class' as const, column: 'c', classes: ['a', 'b'] };

  it.each([
    ['meanSquaredError', numeric(1), 'rmse', 20],
    ['meanSquaredError', numeric(2), 'relativeRmse', 2],
    ['meanAbsoluteError', numeric(1), 'mae', 40],
    ['huber', numeric(1), 'loss', 4],
    ['binaryCrossEntropy', classes, 'logLoss', 4],
    ['hinge', classes, 'loss', 4],
  ])('of %s is what a loss of 4 means in the target', (loss, target, metric, value) => {
    const measure = measureOf(training(loss), target);
    expect(measure.metric).toBe(metric);
    expect(measure.of(4)).toBe(value);
  });

  it('is the loss itself where classes are weighted', () => {
    expect(measureOf(training('binaryCrossEntropy', { classWeights: 'balanced' }), classes).metric).toBe(
      'loss',
    );
  });
});

describe('the points of a curve', () => {
  it('are at most as many as asked for, the last epoch among them', () => {
    const points = curvePointsOf(
      Float64Array.from({ length: 800 }, (_, k) => k),
      120,
    );
    expect(points.length).toBeLessThanOrEqual(121);
    expect(points.at(-1)).toEqual({ epoch: 800, value: 799 });
  });

  it('leave out what is not finite', () => {
    expect(curvePointsOf(Float64Array.of(1, Number.NaN), 10)).toEqual([{ epoch: 1, value: 1 }]);
  });
});
