import { describe, expect, test } from 'vitest';
import {
  type Curves,
  type CurveView,
  centredMeans,
  curvePoints,
  smoothingRadius,
} from '../../../renderer/charts/curves/curvePoints.ts';

function curves(...lines: number[][]): Curves {
  const length = lines[0]?.length ?? 0;
  return {
    length,
    epoch: Float64Array.from({ length }, (_, i) => i + 1),
    lines: lines.map((line) => Float64Array.from(line)),
  };
}
function points(shown: Curves, more: Partial<CurveView> = {}) {
  const view = { begin: 0, end: shown.length, columns: 500, positive: true, smoothing: 'some' } as const;
  const { x, lines, range } = curvePoints(shown, { ...view, ...more });
  return { x, first: lines[0]!, second: lines[1], range };
}

describe('curve points', () => {
  test('a short history is drawn as it is, without smoothing', () => {
    const { x, first, range } = points(curves([3, 2, 1]));
    expect(x).toEqual([1, 2, 3]);
    expect(first).toEqual({ raw: [3, 2, 1], smooth: [3, 2, 1] });
    expect(range).toEqual([1, 3]);
  });

  test('what is not a number is a gap', () => {
    expect(points(curves([3, 2], [Number.NaN, Number.NaN])).second?.raw).toEqual([null, null]);
  });

  test('a hundred thousand epochs come down to two points per pixel and keep every spike', () => {
    const losses = Array.from({ length: 100_000 }, (_, i) => 1 / (i + 1));
    losses[54_321] = 9;
    losses[77_777] = 1e-9;
    const { x, first, range } = points(curves(losses), { columns: 600 });
    expect(x.length).toBeLessThanOrEqual(1_200);
    expect(first.raw).toContain(9);
    expect(first.raw).toContain(1e-9);
    expect(range).toEqual([1e-9, 9]);
    expect(x.every((value, i) => i === 0 || value >= x[i - 1]!)).toBe(true);
  });

  test('a window shows its own epochs in full, smoothed with what lies beyond it', () => {
    const line = curves(Array.from({ length: 1_000 }, (_, i) => i));
    const { x, first, range } = points(line, { begin: 400, end: 500, columns: 200, smoothing: 'strong' });
    expect(x).toHaveLength(100);
    expect([x[0], x.at(-1)]).toEqual([401, 500]);
    expect(range).toEqual([400, 499]);
    // Of a straight line the mean is the line itself, also at the window's edges.
    expect(first.smooth[0]).toBeCloseTo(400, 9);
    expect(first.smooth.at(-1)).toBeCloseTo(499, 9);
  });

  test('infinite losses, and on a logarithmic scale zeros, are gaps and do not stretch the axis', () => {
    const { first, range } = points(curves([2, Number.POSITIVE_INFINITY, 0, 1]));
    expect(first.raw).toEqual([2, null, null, 1]);
    expect(range).toEqual([1, 2]);
    expect(points(curves([2, 0]), { positive: false }).range).toEqual([0, 2]);
  });

  test('nothing that can be drawn gives no range', () => {
    expect(points(curves([])).range).toBeNull();
    expect(points(curves([Number.NaN])).range).toBeNull();
  });

  test('the centred mean does not lag on a straight line', () => {
    const line = Float64Array.from({ length: 50 }, (_, i) => 2 * i);
    const mean = centredMeans(line, 50, 4, [...line.keys()]);
    for (let i = 0; i < 46; i++) expect(mean[i]).toBeCloseTo(2 * i, 10);
  });

  test('means at some epochs are those of all of them there', () => {
    const line = Float64Array.from(
      { length: 1_000 },
      (_, i) => Math.sin(i) + (i % 50 === 3 ? Number.NaN : 5),
    );
    const all = centredMeans(line, 1_000, 12, [...line.keys()]);
    const some = [0, 3, 4, 40, 400, 987, 999];
    const there = centredMeans(line, 1_000, 12, some);
    some.forEach((at, index) => {
      expect(there[index]).toBeCloseTo(all[at]!, 10);
    });
  });

  test('the centred mean leaves out what is not finite', () => {
    expect([...centredMeans(Float64Array.of(1, Number.NaN, 3), 3, 1, [0, 1, 2])]).toEqual([1, 2, 3]);
  });

  test('the mean reaches over a part of the curve, and over nothing where raw values are wanted', () => {
    expect(smoothingRadius(10, 'strong')).toBe(0);
    expect(smoothingRadius(800, 'some')).toBe(10);
    expect(smoothingRadius(800, 'strong')).toBe(50);
    expect(smoothingRadius(800, 'none')).toBe(0);
  });
});
