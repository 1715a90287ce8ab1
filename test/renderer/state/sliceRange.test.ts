// Where a curve of the loss begins and ends, and its lowest point.
import { describe, expect, it } from 'vitest';
import { firstRange, grownRange, rangeAround, valley } from '../../../renderer/state/insight/sliceRange.ts';

const sampled = ([from, to]: readonly [number, number], loss: (w: number) => number) => {
  const values = Array.from({ length: 41 }, (_, k) => from + ((to - from) * k) / 40);
  return { values, losses: values.map(loss) };
};

describe('the range of a slice', () => {
  it('holds every value of the path with room beside it', () => {
    const [low, high] = firstRange([1, 4]);
    expect(low).toBeLessThan(1);
    expect(high).toBeGreaterThan(4);
    expect(firstRange([2])).toEqual([1, 3]);
  });

  it('grows to the side where the loss still falls, and stops where it does not', () => {
    const falling = sampled([0, 1], (w) => -w);
    expect(grownRange([0, 1], falling.losses)).toEqual([0, 2]);
    expect(grownRange([0, 1], sampled([0, 1], (w) => w).losses)).toEqual([-1, 1]);
    expect(grownRange([0, 1], sampled([0, 1], (w) => (w - 0.5) ** 2).losses)).toBeNull();
  });

  it('has as much room on the other side of the lowest point as the farthest step is away', () => {
    const [low, high] = rangeAround(-0.8, [1.3, 0.5]);
    expect((low + high) / 2).toBeCloseTo(-0.8, 12);
    expect(high).toBeGreaterThan(1.3);
  });
});

describe('the lowest point of a slice', () => {
  it('is exact for a parabola, also between two points', () => {
    const { values, losses } = sampled([-3, 2], (w) => 1.7 * (w - 0.123) ** 2 + 0.336);
    expect(valley(values, losses)).toEqual({
      value: expect.closeTo(0.123, 10),
      loss: expect.closeTo(0.336, 10),
    });
  });

  it('is not known at an edge, or where no loss is finite', () => {
    const { values, losses } = sampled([0, 1], (w) => w);
    expect(valley(values, losses)).toBeNull();
    expect(valley([0, 1, 2], [null, null, null])).toBeNull();
  });
});
