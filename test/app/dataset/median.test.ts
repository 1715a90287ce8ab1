// The median without sorting, against sorting.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { median } from '../../../app/dataset/median.ts';

const numbers = fc.array(
  fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ noNaN: true, min: -1e6, max: 1e6 })),
  {
    maxLength: 200,
  },
);

function sortedMedian(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[sorted.length >> 1] ?? 0;
  const lower = sorted.length % 2 === 1 ? upper : (sorted[(sorted.length >> 1) - 1] ?? 0);
  return lower + (upper - lower) / 2;
}

it('the median is the one of the sorted values', () => {
  fc.assert(
    fc.property(numbers, (values) => {
      // Adding 0 makes one zero of two.
      expect(median(Float64Array.from(values)) + 0).toBe(sortedMedian(values) + 0);
    }),
    { numRuns: 5_000 },
  );
});

it('the median of ordered, equal and comb-like values is found too', () => {
  const size = 20_001;
  const shapes: ((i: number) => number)[] = [
    (i) => i,
    (i) => -i,
    () => 5,
    (i) => i % 2,
    (i) => Math.abs(i - size / 2),
  ];
  for (const shape of shapes) {
    const values = Array.from({ length: size }, (_, i) => shape(i));
    expect(median(Float64Array.from(values))).toBe(sortedMedian(values));
  }
});
