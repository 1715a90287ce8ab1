// Numbers before and after a step are written so that a difference is seen, and only where there is one.
import { describe, expect, it } from 'vitest';
import { pairOf } from '../../../renderer/panes/walk/beforeAfter.ts';

describe('a number before and after a step', () => {
  it.each([
    [0.41234, 0.41231, '0.41234', '0.41231'],
    [0.5, 0.4, '0.5000', '0.4000'],
    [12_345.678, 12_345.679, '12,345.678', '12,345.679'],
    [0, -0.003, '0.000000', '−0.003000'],
    [1e-7, 1.02e-7, '1 × 10⁻⁷', '1.02 × 10⁻⁷'],
    [3_000_000, 2_999_999, '3,000,000', '2,999,999'],
    [-0.1, -0.1 + 1e-12, '−0.100000000000', '−0.099999999999'],
  ])('%s and %s', (before, after, one, other) => {
    expect(pairOf(before, after)).toEqual({ before: one, after: other });
  });

  it('is unchanged where it is the same, and only there', () => {
    expect(pairOf(0.25, 0.25)).toEqual({ before: '0.25', after: null });
    expect(pairOf(0, -0)).toEqual({ before: '0', after: null });
    let value = 0.123456789;
    for (let k = 0; k < 200; k++) {
      value = (value * 7919.37) % 1000;
      for (const step of [1e-3, 1e-7, 1e-11, 2 ** -52]) {
        const { before, after } = pairOf(value, value + value * step);
        if (value + value * step !== value) expect(after).not.toBe(before);
      }
    }
  });
});
