// Statistics of curves against what they are by definition, and against wild values.
import { describe, expect, it, test } from 'vitest';
import { medianOf, monotony, noiseOf, theilSen } from '../../../../app/training/doctor/trend.ts';
import { noise } from '../../engine/harness/chance.ts';
import { epochs } from './examinedRun.ts';

test.each([
  [[3, 1, 2], 2],
  [[4, 1, 2, 3], 2.5],
  [[7], 7],
])('the median of %j is %d', (values, median) => {
  expect(medianOf(values)).toBe(median);
});

describe('the Theil-Sen slope', () => {
  const line = epochs(20, (i) => 5 - 0.25 * i);

  it('is its own', () => {
    expect(theilSen(line)).toBe(-0.25);
  });

  it('stays the same to a tenth with five wild values in twenty', () => {
    const wild = line.map((value, i) => (i % 4 === 1 ? 1_000 * (i % 3) : value));
    expect(theilSen(wild)).toBeGreaterThan(-0.275);
    expect(theilSen(wild)).toBeLessThan(-0.225);
  });
});

test.each([
  ['rises', epochs(9, (i) => i ** 3), 1],
  ['falls', epochs(9, (i) => -i), -1],
  ['is constant', epochs(9, () => 2), 0],
  ['has no trend', [1, 3, 3, 1], 0],
])('a curve that %s is monotone by %d', (_what, values, expected) => {
  expect(monotony(values)).toBeCloseTo(expected, 12);
});

describe('the noise of a curve', () => {
  it('is 0 for a line and not much more with one wild value', () => {
    expect(noiseOf(epochs(20, (i) => 3 * i))).toBe(0);
    expect(noiseOf(epochs(20, (i) => (i === 7 ? 1e6 : 3 * i)))).toBe(0);
  });

  // Of uniform noise in -1..1 the standard deviation is 0.577; the median of 198 second differences is off by a tenth at most (three standard errors).
  it('is the standard deviation of what is added to a line', () => {
    const noisy = epochs(200, (i) => 3 * i + noise(i));
    expect(noiseOf(noisy)).toBeGreaterThan(0.45);
    expect(noiseOf(noisy)).toBeLessThan(0.75);
  });
});
