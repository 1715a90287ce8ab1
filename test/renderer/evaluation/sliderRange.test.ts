import { expect, test } from 'vitest';
import { clean, sliderRange } from '../../../renderer/screens/evaluation/predict/whatIf/sliderRange.ts';

test.each([
  [{ min: 8.5, max: 24.8 }, false],
  [{ min: 3, max: 8 }, true],
  [{ min: -6, max: 18.3 }, false],
  [{ min: 0, max: 1e-9 }, false],
  [{ min: 1_613, max: 5_140 }, true],
  [{ min: 5, max: 5 }, false],
  [{ min: 0, max: 0 }, false],
])('a slider over %j reaches beyond both ends, in steps of one round number', (range, whole) => {
  const { min, max, step, from, to } = sliderRange(range, whole);
  expect(max).toBeGreaterThan(range.max);
  expect(min).toBeLessThanOrEqual(range.min);
  expect([1, 2, 5]).toContain(clean(step / 10 ** Math.floor(Math.log10(step) + 1e-9)));
  if (whole) expect(Number.isInteger(step)).toBe(true);
  expect(from).toBeGreaterThanOrEqual(0);
  expect(to).toBeLessThan(1);
});

test('a column without negative numbers gets none from its slider', () => {
  expect(sliderRange({ min: 0, max: 10 }, false).min).toBe(0);
  expect(sliderRange({ min: -1, max: 10 }, false).min).toBeLessThan(-1);
});
