// A rectangle on a plot, in the units of its axes; a point is one without a size.
import type { PlotLayout } from '../frame/plotLayout.ts';

export interface PlotBox {
  x: readonly [low: number, high: number];
  y: readonly [low: number, high: number];
}

interface Corner {
  x: number;
  y: number;
}

export function boxOf(a: Corner, b: Corner): PlotBox {
  return { x: [Math.min(a.x, b.x), Math.max(a.x, b.x)], y: [Math.min(a.y, b.y), Math.max(a.y, b.y)] };
}

/** Pixels around a point that make it a visible rectangle. */
const least = 7;

/** In CSS pixels, cut off at the plot's edges. */
export function boxOnPlot({ x, y }: PlotBox, layout: PlotLayout) {
  const within = (value: number, from: number, size: number) => Math.max(from, Math.min(from + size, value));
  const across = (value: number) => within(layout.x(value), layout.left, layout.innerWidth);
  const down = (value: number) => within(layout.y(value), layout.top, layout.innerHeight);
  const [left, right, top, bottom] = [across(x[0]), across(x[1]), down(y[1]), down(y[0])];
  const [wide, high] = [Math.max(0, least - (right - left)), Math.max(0, least - (bottom - top))];
  return { x: left - wide / 2, y: top - high / 2, width: right - left + wide, height: bottom - top + high };
}
