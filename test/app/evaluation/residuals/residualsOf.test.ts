import { describe, expect, it } from 'vitest';
import { calibrationOf } from '../../../../app/evaluation/conformal/calibration.ts';
import { residualHistogram } from '../../../../app/evaluation/residuals/residualHistogram.ts';
import { residualsOf } from '../../../../app/evaluation/residuals/residualsOf.ts';

const sorted = (values: number[]) => Float64Array.from(values).sort();

describe('the histogram of residuals', () => {
  it('has round bins with 0 at an edge, and counts every residual', () => {
    const { from, width, counts, below, above } = residualHistogram(
      sorted(Array.from({ length: 101 }, (_, i) => (i - 40) / 10)),
    );
    expect(width).toBe(0.5);
    expect(from).toBe(-4);
    expect(counts.reduce((sum, count) => sum + count, 0) + below + above).toBe(101);
    expect([below, above]).toEqual([0, 0]);
  });

  it('only counts a residual that is far from all others', () => {
    const values = Array.from({ length: 200 }, (_, i) => (i - 100) / 100);
    const { counts, above } = residualHistogram(sorted([...values, 1e9]));
    expect(above).toBe(1);
    expect(counts.length).toBeLessThan(60);
  });

  it.each([[[0, 0, 0]], [[3, 3]], [[-1e-9, 1e-9]], [[5]]])('of %j is finite', (values) => {
    const { width, counts } = residualHistogram(sorted(values));
    expect(width).toBeGreaterThan(0);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(values.length);
  });
});

describe('residuals of one target of two', () => {
  const truth = Float64Array.of(1, 10, 2, 20, 3, 30);
  const predictions = {
    kind: 'numeric' as const,
    names: ['a', 'b'],
    values: Float64Array.of(2, 10, 2, 21, 3, 33),
  };

  it('have their own mean', () => {
    expect(residualsOf(truth, predictions, 0, null).mean).toBeCloseTo(1 / 3, 12);
    expect(residualsOf(truth, predictions, 1, null).mean).toBeCloseTo(4 / 3, 12);
  });

  it('tell for each level how many intervals hold the truth, where there are enough validation rows', () => {
    const wide = Float64Array.from({ length: 40 }, (_, i) => i / 10);
    const calibration = calibrationOf(wide, {
      ...predictions,
      names: ['a', 'b'],
      values: new Float64Array(40),
    });
    const { coverage } = residualsOf(truth, predictions, 1, calibration);
    expect(coverage.map(({ level }) => level)).toEqual([0.5, 0.6, 0.7, 0.8, 0.9, 0.95]);
    for (const { held, rows, share, low, high } of coverage) {
      expect(rows).toBe(3);
      expect(share).toBe(held / 3);
      expect(low).toBeLessThanOrEqual(share);
      expect(high).toBeGreaterThanOrEqual(share);
    }
    expect(residualsOf(truth, predictions, 0, null).coverage).toEqual([]);
  });
});
