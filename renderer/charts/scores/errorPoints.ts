// Predictions as points around the line on which they are exact: which points are too high, where the line ends, how large points are. For
// the page's charts and the report's.

import type { Range } from '../frame/axis.ts';
import type { PlotLayout } from '../frame/plotLayout.ts';
import { circle } from '../marks/classMark.ts';

export type Point = readonly [x: number, y: number];
/** diagonal: x is the actual value and y the prediction; zero: y is the residual. */
export type ExactLine = 'diagonal' | 'zero';

/** Exact ones, too. */
export function isTooHigh([x, y]: Point, line: ExactLine): boolean {
  return y >= (line === 'diagonal' ? x : 0);
}

/** In the axes' units, from edge to edge of the plot. */
export function exactEnds(line: ExactLine, x: Range, y: Range): [Point, Point] {
  if (line === 'zero')
    return [
      [x[0], 0],
      [x[1], 0],
    ];
  const [low, high] = [Math.max(x[0], y[0]), Math.min(x[1], y[1])];
  return [
    [low, low],
    [high, high],
  ];
}

/** In CSS pixels; smaller where points are many. */
export function pointRadius(count: number): number {
  return count > 600 ? 2.2 : 3.2;
}

/** SVG path of the points that are too high, or of the others. */
export function pointsPath(
  points: readonly Point[],
  line: ExactLine,
  high: boolean,
  layout: PlotLayout,
): string {
  const radius = pointRadius(points.length);
  return points
    .filter((point) => isTooHigh(point, line) === high)
    .map(([x, y]) => circle(layout.x(x), layout.y(y), radius))
    .join('');
}
