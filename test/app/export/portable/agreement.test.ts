import { describe, expect, it } from 'vitest';
import { agreement } from '../../../../app/export/portable/agreement.ts';

describe('the difference between predictions', () => {
  it('is relative to the number, and for small numbers to the typical size of their column', () => {
    const { largest, worst } = agreement([[100], [0]], [[100], [0.001]]);
    expect(largest).toBeCloseTo(0.001 / Math.sqrt(5000), 12);
    expect(worst).toEqual({ row: 1, output: 0, expected: 0, found: 0.001 });
  });
  it('is infinite where one of both is no number', () => {
    expect(agreement([[1]], [[Number.NaN]]).largest).toBe(Number.POSITIVE_INFINITY);
    expect(agreement([[Number.NaN]], [[Number.NaN]]).largest).toBe(0);
  });
  it('refuses predictions of another shape', () => {
    expect(() => agreement([[1]], [])).toThrow('There are 0 rows of predictions instead of 1.');
    expect(() => agreement([[1, 2]], [[1]])).toThrow('Row 0 has 1 predictions instead of 2.');
  });
});
