import { describe, expect, test } from 'vitest';
import {
  centredMean,
  curvePoints,
  type History,
  smoothingRadius,
} from '../../renderer/charts/curvePoints.ts';

function history(train: number[], validation = train.map(() => Number.NaN)): History {
  return {
    length: train.length,
    epoch: Float64Array.from(train, (_, i) => i + 1),
    train: Float64Array.from(train),
    validation: Float64Array.from(validation),
  };
}

describe('curve points', () => {
  test('a short history is drawn as it is, without smoothing', () => {
    const points = curvePoints(history([3, 2, 1]), 500, true);
    expect(points.x).toEqual([1, 2, 3]);
    expect(points.train.raw).toEqual([3, 2, 1]);
    expect(points.train.smooth).toEqual([3, 2, 1]);
    expect(points.range).toEqual([1, 3]);
  });

  test('without validation rows the validation line is a gap', () => {
    expect(curvePoints(history([3, 2]), 500, true).validation.raw).toEqual([null, null]);
  });

  test('a hundred thousand epochs come down to two points per pixel and keep every spike', () => {
    const losses = Array.from({ length: 100_000 }, (_, i) => 1 / (i + 1));
    losses[54_321] = 9;
    losses[77_777] = 1e-9;
    const points = curvePoints(history(losses), 600, true);
    expect(points.x.length).toBeLessThanOrEqual(1_200);
    expect(points.train.raw).toContain(9);
    expect(points.train.raw).toContain(1e-9);
    expect(points.range).toEqual([1e-9, 9]);
    expect(points.x.every((x, i) => i === 0 || x >= points.x[i - 1]!)).toBe(true);
  });

  test('infinite losses, and on a logarithmic scale zeros, are gaps and do not stretch the axis', () => {
    const points = curvePoints(history([2, Number.POSITIVE_INFINITY, 0, 1]), 500, true);
    expect(points.train.raw).toEqual([2, null, null, 1]);
    expect(points.range).toEqual([1, 2]);
    expect(curvePoints(history([2, 0]), 500, false).range).toEqual([0, 2]);
  });

  test('nothing that can be drawn gives no range', () => {
    expect(curvePoints(history([]), 500, true).range).toBeNull();
    expect(curvePoints(history([Number.NaN]), 500, true).range).toBeNull();
  });

  test('the centred mean does not lag on a straight line', () => {
    const line = Float64Array.from({ length: 50 }, (_, i) => 2 * i);
    const mean = centredMean(line, 50, 4);
    for (let i = 0; i < 46; i++) expect(mean[i]).toBeCloseTo(2 * i, 10);
  });

  test('the centred mean leaves out what is not finite', () => {
    expect([...centredMean(Float64Array.of(1, Number.NaN, 3), 3, 1)]).toEqual([1, 2, 3]);
  });

  test('the window is a fortieth of the curve', () => {
    expect(smoothingRadius(10)).toBe(0);
    expect(smoothingRadius(800)).toBe(10);
  });
});
