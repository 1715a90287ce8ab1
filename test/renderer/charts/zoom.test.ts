import { describe, expect, test } from 'vitest';
import { curveKey } from '../../../renderer/charts/curves/curveKeys.ts';
import { between, moved, windowOf, zoomed } from '../../../renderer/charts/curves/zoom.ts';

describe('a window of epochs', () => {
  test('narrows around an epoch, which keeps its position', () => {
    expect(zoomed(null, 100, 25, 0.5)).toEqual([12.5, 62.5]);
    expect(zoomed([0, 50], 100, 50, 0.5)).toEqual([25, 50]);
  });
  test('is everything again once it is as wide', () => {
    expect(zoomed([20, 80], 100, 50, 2)).toBeNull();
    expect(zoomed(null, 100, 50, 1.25)).toBeNull();
  });
  test('never leaves the axis, and never shows fewer than four epochs', () => {
    expect(moved([10, 30], 100, -1)).toEqual([0, 20]);
    expect(moved([70, 95], 100, 1)).toEqual([75, 100]);
    expect(zoomed([10, 14], 100, 12, 0.5)).toEqual([10, 14]);
    expect(between(50, 50.5, 100)).toEqual([48.25, 52.25]);
    expect(between(80, 20, 100)).toEqual([20, 80]);
  });
});

test('the epochs in a window reach one beyond each of its edges', () => {
  const curves = { length: 10, epoch: Float64Array.from({ length: 10 }, (_, i) => i + 1), lines: [] };
  expect(windowOf(curves, [0, 20])).toEqual([0, 10]);
  expect(windowOf(curves, [3.5, 6])).toEqual([2, 6]);
});

test('keys move the cursor within the curves, and the window around it', () => {
  const plain = { shiftKey: false, ctrlKey: false, metaKey: false, altKey: false };
  const now = { at: 50, first: 1, last: 100, window: null };
  expect(curveKey({ ...plain, key: 'ArrowRight' }, now)).toEqual({ cursor: 51 });
  expect(curveKey({ ...plain, key: 'ArrowLeft', shiftKey: true }, now)).toEqual({ cursor: 45 });
  expect(curveKey({ ...plain, key: '+' }, now)).toEqual({ window: [25, 75] });
  expect(curveKey({ ...plain, key: 'Escape' }, { ...now, window: [25, 75] })).toEqual({ window: null });
  expect(curveKey({ ...plain, key: '+', ctrlKey: true }, now)).toBeNull();
  expect(curveKey({ ...plain, key: 's' }, now)).toBeNull();
});
