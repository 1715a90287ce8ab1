import { describe, expect, it } from 'vitest';
import { pathAxes, positionOn } from '../../../app/model/pathAxes.ts';

const point = (...numbers: number[]) => Float64Array.from(numbers);

describe('axes through points', () => {
  it('are the plane that the points lie in, with all of their distance in it', () => {
    // Around (1, 1, 1, 1), along (1, 1, 0, 0) and half as far along (0, 0, 1, -1).
    const along = [-3, -1, 1, 3];
    const beside = [1, -1, -1, 1];
    const points = along.map((a, k) => point(1 + a, 1 + a, 1 + beside[k]! / 2, 1 - beside[k]! / 2));
    const axes = pathAxes(points);
    expect(axes.share).toBeCloseTo(1, 12);
    for (const one of points) {
      const [x, y] = positionOn(axes, one);
      const back = one.map((_, i) => axes.centre[i]! + x * axes.x[i]! + y * axes.y[i]!);
      for (const [i, value] of one.entries()) expect(back[i]).toBeCloseTo(value, 10);
    }
    // The longer one first, towards where the points end.
    expect(Math.abs(axes.x[0]!)).toBeCloseTo(Math.SQRT1_2, 10);
    expect(axes.x[0]).toBeGreaterThan(0);
  });

  it('say how much of the distance lies beside them', () => {
    // Squares 2 * 9, 2 * 4 and 2 * 1 along three axes.
    const points = [3, -3].map((a) => point(a, 0, 0));
    points.push(point(0, 2, 0), point(0, -2, 0), point(0, 0, 1), point(0, 0, -1));
    expect(pathAxes(points).share).toBeCloseTo(13 / 14, 12);
  });

  it.each([
    ['on a line', [point(0, 0, 0), point(1, 2, 3), point(2, 4, 6)]],
    ['that are one', [point(1, 2, 3), point(1, 2, 3)]],
    ['of which there is one', [point(1, 2, 3)]],
  ])('are of length 1 and at right angles for points %s', (_, points) => {
    const { x, y, share } = pathAxes(points);
    const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, i) => sum + value * b[i]!, 0);
    expect(dot(x, x)).toBeCloseTo(1, 12);
    expect(dot(y, y)).toBeCloseTo(1, 12);
    expect(dot(x, y)).toBeCloseTo(0, 12);
    expect(share).toBeCloseTo(1, 12);
  });
});
