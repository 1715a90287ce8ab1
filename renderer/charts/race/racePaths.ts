// Draws the loss over a plane of two parameter directions, and on it the paths of several trainings: light is low, contour lines join
// equal losses, each path has its run's colour and dash; a ring marks the common start, a dot each path's end.

import type { PlotLayout } from '../frame/plotLayout.ts';
import { nearestWithin, type Spot } from '../frame/pointing.ts';
import type { ChartColors } from '../marks/chartColors.svelte.ts';
import { classToken } from '../marks/classMark.ts';
import { rgbOf } from '../marks/colors.ts';
import { runDashes } from '../marks/runMark.ts';
import { strokeContours } from '../predictions/contours.ts';
import type { PredictionSlice } from '../predictions/predictionSlice.ts';
import { drawPicture, numberRamp } from '../predictions/regions.ts';

export interface PathPoint {
  epoch: number;
  x: number;
  y: number;
  loss: number | null;
}

/** Lines of equal loss. */
const levelCount = 9;
/** Share of the range of losses, above the lowest, that the logarithm does not stretch: rounding noise gets one tint. */
const leastShare = 1e-3;

/** Losses as heights from 0 to 1, logarithmic above the lowest loss, so that a valley's floor is visible as well as its rim. */
export function heights(values: Float32Array): Float32Array {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (!(high > low)) return values.map((value) => (Number.isFinite(value) ? 0 : Number.NaN));
  const floor = (high - low) * leastShare;
  const most = Math.log((high - low + floor) / floor);
  return values.map((value) => Math.log((value - low + floor) / floor) / most);
}

export function drawSurface(
  context: CanvasRenderingContext2D,
  { values, x, y }: Pick<PredictionSlice, 'values' | 'x'> & { y: { steps: number } },
  layout: PlotLayout,
  colors: ChartColors,
): void {
  const high = heights(values);
  const page = rgbOf(colors.get('--surface-1'));
  const ink = rgbOf(colors.get('--ink-1'));
  // Half as dark as a map of predictions, so that the paths stand out on it.
  const range = [0, 2] as const;
  const size: [number, number] = [x.steps, y.steps];
  drawPicture(context, numberRamp(high, size, { outputs: 1, output: 0 }, range, { page, ink }), layout);
  context.strokeStyle = colors.get('--surface-1');
  context.lineWidth = 1;
  const levels = Array.from({ length: levelCount }, (_, k) => (k + 1) / (levelCount + 1));
  strokeContours(context, size, (column, row) => high[row * x.steps + column]!, levels, layout);
}

/** Draws the paths, clipped to the plot. @param dots whether each point has a dot. */
export function drawPaths(
  context: CanvasRenderingContext2D,
  paths: readonly (readonly PathPoint[])[],
  layout: PlotLayout,
  colors: ChartColors,
  dots = false,
): void {
  context.save();
  context.beginPath();
  context.rect(layout.left, layout.top, layout.innerWidth, layout.innerHeight);
  context.clip();
  context.lineJoin = 'round';
  const halo = colors.get('--surface-1');
  // All halos are drawn first, so that no halo covers another path's line.
  for (const path of paths) {
    trace(context, path, layout);
    stroke(context, halo, 5, []);
  }
  for (const [k, path] of paths.entries()) {
    trace(context, path, layout);
    stroke(context, colors.get(classToken(k)), 2.25, runDashes(k));
    if (!dots) continue;
    context.fillStyle = colors.get(classToken(k));
    for (const { x, y } of path) {
      circle(context, layout.x(x), layout.y(y), 2.75);
      context.fill();
    }
  }
  const start = paths[0]?.[0];
  if (start) {
    circle(context, layout.x(start.x), layout.y(start.y), 6);
    stroke(context, halo, 5, []);
    stroke(context, colors.get('--ink-1'), 2, []);
  }
  for (const [k, path] of paths.entries()) {
    const end = path.at(-1);
    if (!end || path.length < 2) continue;
    circle(context, layout.x(end.x), layout.y(end.y), 5);
    stroke(context, halo, 3, []);
    context.fillStyle = colors.get(classToken(k));
    context.fill();
  }
  context.restore();
}

function trace(context: CanvasRenderingContext2D, path: readonly PathPoint[], layout: PlotLayout): void {
  context.beginPath();
  for (const [i, { x, y }] of path.entries()) {
    if (i === 0) context.moveTo(layout.x(x), layout.y(y));
    else context.lineTo(layout.x(x), layout.y(y));
  }
}

function circle(context: CanvasRenderingContext2D, x: number, y: number, radius: number): void {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
}

function stroke(context: CanvasRenderingContext2D, color: string, width: number, dash: number[]): void {
  context.strokeStyle = color;
  context.lineWidth = width;
  context.setLineDash(dash);
  context.stroke();
  context.setLineDash([]);
}

/** The point of a path that is nearest to a spot on screen, if it is at most `within` pixels away. */
export function nearestPoint(
  paths: readonly (readonly PathPoint[])[],
  layout: PlotLayout,
  spot: Spot,
  within: number,
): { entrant: number; point: PathPoint } | null {
  const all = paths.flatMap((path, entrant) => path.map((point) => ({ entrant, point })));
  return nearestWithin(all, ({ point }) => ({ x: layout.x(point.x), y: layout.y(point.y) }), spot, within);
}
