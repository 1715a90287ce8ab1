// The distance of a line from the least-squares line, against the mean over the rows themselves.
import { expect, test } from 'vitest';
import { excessLoss, ownLine } from '../../../renderer/panes/prediction/lineFit.ts';

const xs = [1, 2, 4, 8, 9.5];
const least = { slope: 2, intercept: -1 };
const mean = xs.reduce((sum, x) => sum + x, 0) / xs.length;
const variance = xs.reduce((sum, x) => sum + (x - mean) ** 2, 0) / xs.length;

test('the excess is the mean squared difference of the two lines over the rows, in the network’s scale', () => {
  const own = { slope: 1.7, intercept: 0.4 };
  const squares = xs.map((x) => (own.slope * x + own.intercept - (least.slope * x + least.intercept)) ** 2);
  const expected = squares.reduce((sum, square) => sum + square, 0) / xs.length / 3 ** 2;
  expect(excessLoss(own, { ...least, mean, variance, targetScale: 3 })).toBeCloseTo(expected, 12);
  expect(excessLoss(least, { ...least, mean, variance, targetScale: 3 })).toBe(0);
});

test('a slice of two points gives its line back', () => {
  const slice = {
    x: { column: 'x', from: 0, to: 10, steps: 2 },
    y: null,
    outputs: ['target'],
    values: Float32Array.from([5, 25]),
    epoch: 3,
  };
  expect(ownLine(slice, 0)).toEqual({ slope: 2, intercept: 5 });
});
