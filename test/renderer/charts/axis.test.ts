import { describe, expect, test } from 'vitest';
import {
  linearBounds,
  linearScale,
  linearTicks,
  logBounds,
  logTicks,
  roundStep,
} from '../../../renderer/charts/frame/axis.ts';

describe('axes', () => {
  test.each([
    [0.03, 0.05],
    [0.05, 0.05],
    [1, 1],
    [1.01, 2],
    [60, 100],
    [7e-9, 1e-8],
  ])('the round step for %d is %d', (raw, step) => {
    expect(roundStep(raw)).toBe(step);
  });

  test.each([
    [0.013, 0.97, [0, 1]],
    [9, 46.6, [0, 50]],
    [-3.2, 4.1, [-4, 6]],
    [5, 5, [2, 8]],
    [0, 0, [-1, 1]],
  ] as const)('linear bounds of %d to %d hold both and are round', (low, high, bounds) => {
    expect(linearBounds(low, high)).toEqual(bounds);
  });

  test.each([
    [0.0305, 1.3, [0.02, 2]],
    [0.1, 1, [0.1, 1]],
    [0.07, 0.9, [0.05, 1]],
    [3, 3, [2, 5]],
    [1e-7, 40, [1e-7, 50]],
  ] as const)('logarithmic bounds of %d to %d are 1, 2 or 5 times a power of ten', (low, high, bounds) => {
    expect(logBounds(low, high)).toEqual(bounds);
  });

  test('a bound does not move while the data stays within it', () => {
    expect(logBounds(0.021, 1.9)).toEqual(logBounds(0.0305, 1.3));
    expect(linearBounds(0, 0.81)).toEqual(linearBounds(0, 0.99));
  });

  test('are at least two, also in a narrow chart', () => {
    expect(linearTicks([-2.1, 2.1], 2)).toEqual([-2, 0, 2]);
  });

  test('ticks lie inside the bounds, round and without binary dust', () => {
    expect(linearTicks([0, 1], 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(logTicks([0.02, 2])).toEqual([0.02, 0.05, 0.1, 0.2, 0.5, 1, 2]);
    expect(logTicks([0.2, 1])).toEqual([0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1]);
  });

  test('twenty powers of ten get at most eight ticks', () => {
    const ticks = logTicks([1e-10, 1e10]);
    expect(ticks.length).toBeLessThanOrEqual(8);
    expect(ticks[0]).toBe(1e-10);
  });

  test('a scale inverts', () => {
    const scale = linearScale([10, 50], [300, 20]);
    expect(scale(10)).toBe(300);
    expect(scale.invert(scale(37.5))).toBeCloseTo(37.5, 12);
  });
});
