// Medians and other quantiles without sorting, against sorting and against numpy.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { median, quantiles } from '../../../../app/dataset/numbers/quantiles.ts';

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

/** numpy's default, over sorted values. */
function sortedQuantile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const position = share * (sorted.length - 1);
  const [lower, upper] = [sorted[Math.floor(position)]!, sorted[Math.ceil(position)]!];
  return lower + (upper - lower) * (position - Math.floor(position));
}

it('quantiles lie between their neighbours in the sorted values', () => {
  const shares = [0, 0.05, 0.25, 0.5, 0.75, 0.95, 1];
  fc.assert(
    fc.property(numbers, (values) => {
      const found = quantiles(Float64Array.from(values), shares);
      expect(found).toHaveLength(values.length === 0 ? 0 : shares.length);
      // One rounding of the interpolation, relative to the larger neighbour.
      const tolerance = 4 * Number.EPSILON * Math.max(...values.map(Math.abs));
      for (const [k, share] of shares.slice(0, found.length).entries())
        expect(Math.abs(found[k]! - sortedQuantile(values, share))).toBeLessThanOrEqual(tolerance);
    }),
    { numRuns: 2_000 },
  );
});

it("quantiles are numpy's", () => {
  // numpy.quantile([3, 1, 4, 1, 5, 9, 2, 6, 5, 3.5, -7], [0.05, 0.25, 0.5, 0.75, 0.95])
  const values = Float64Array.of(3, 1, 4, 1, 5, 9, 2, 6, 5, 3.5, -7);
  expect(quantiles(values, [0.05, 0.25, 0.5, 0.75, 0.95])).toEqual([-3, 1.5, 3.5, 5, 7.5]);
});
