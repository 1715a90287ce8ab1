import { describe, expect, test } from 'vitest';
import { plotLayout } from '../../../renderer/charts/frame/plotLayout.ts';
import { type ConfusedCell, Confusion, confusedPairs } from '../../../renderer/charts/scores/confusion.ts';
import { boxOf, boxOnPlot } from '../../../renderer/charts/scores/plotBox.ts';

const cells: ConfusedCell[] = [
  [0, 0, 8],
  [0, 2, 2],
  [1, 2, 5],
  [2, 0, 5],
];

describe('a confusion matrix by its cells that hold rows', () => {
  const confusion = new Confusion(3, cells);

  test('names the pairs off the diagonal, the most rows first', () => {
    expect(confusedPairs(cells)).toEqual([
      [1, 2, 5],
      [2, 0, 5],
      [0, 2, 2],
    ]);
  });

  test('has 0 rows where there is no cell, and outside', () => {
    expect(confusion.at(0, 2)).toBe(2);
    expect(confusion.at(1, 1)).toBe(0);
    expect(confusion.at(1, -1)).toBe(0);
    expect(confusion.at(0, 3)).toBe(0);
  });

  test('tells a cell as a share of its row or its column', () => {
    expect(confusion.share(0, 2, 'row')).toBe(0.2);
    expect(confusion.share(0, 2, 'column')).toBe(2 / 7);
    expect(confusion.share(1, 1, 'column')).toBe(0);
  });

  test('finds the next cell that holds rows in a direction, or the edge', () => {
    expect(confusion.nextFilled([0, 0], [0, 1])).toEqual([0, 2]);
    expect(confusion.nextFilled([0, 0], [1, 0])).toEqual([2, 0]);
    expect(confusion.nextFilled([1, 2], [1, 0])).toEqual([2, 2]);
  });
});

describe('a rectangle on a plot', () => {
  const margin = { left: 0, right: 0, top: 0, bottom: 0 };
  const layout = plotLayout(100, 100, [0, 10], [0, 10], margin);

  test('has its low ends first, whichever corner it began at', () => {
    expect(boxOf({ x: 4, y: 9 }, { x: 1, y: 10 })).toEqual({ x: [1, 4], y: [9, 10] });
  });

  test('is cut off at the plot, and a point is seen as a small square', () => {
    expect(boxOnPlot({ x: [-5, 5], y: [2, 99] }, layout)).toEqual({ x: 0, y: 0, width: 50, height: 80 });
    expect(boxOnPlot({ x: [5, 5], y: [5, 5] }, layout)).toEqual({ x: 46.5, y: 46.5, width: 7, height: 7 });
  });
});
