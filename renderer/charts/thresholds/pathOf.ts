// Curves over thresholds as SVG paths: lines from point to point, or steps that go down or up to a point's height before they reach it.

import type { PlotLayout } from '../frame/plotLayout.ts';

export type Point = readonly [x: number, y: number];

export function linePath(points: readonly Point[], layout: PlotLayout): string {
  return points.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${at(layout.x(x))},${at(layout.y(y))}`).join('');
}

/** From the left edge at the first point's height. */
export function stepPath(points: readonly Point[], layout: PlotLayout): string {
  const [first] = points;
  if (first === undefined) return '';
  const begin = `M${at(layout.x(0))},${at(layout.y(first[1]))}`;
  return begin + points.map(([x, y]) => `V${at(layout.y(y))}H${at(layout.x(x))}`).join('');
}

const at = (pixels: number) => pixels.toFixed(1);
