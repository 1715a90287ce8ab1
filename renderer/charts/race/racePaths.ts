// A surface of losses with the ways that several trainings took over it, drawn on a canvas: light is low, lines join equal losses,
// each path has its run's colour and dash, a ring where all begin and a dot where each is now.

import type { AnswerSlice } from '../answers/answerView.ts';
import { contour } from '../answers/contours.ts';
import { drawPicture, numberRamp } from '../answers/regions.ts';
import type { PlotPlace } from '../frame/plotPlace.ts';
import type { ChartColors } from '../marks/chartColors.svelte.ts';
import { rgbOf } from '../marks/colors.ts';
import { runDashes, runToken } from '../marks/runMark.ts';

export interface PathPoint {
  epoch: number;
  x: number;
  y: number;
  loss: number | null;
}

/** Lines of equal loss. */
const levels = 9;
/** Of a loss that falls to the noise of rounding the last thousandth of the way is one tint. */
const leastShare = 1e-3;

/** Losses as heights that show a valley's floor as well as its rim: logarithms above the lowest, 0..1. */
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
  { values, x, y }: Pick<AnswerSlice, 'values' | 'x'> & { y: { steps: number } },
  place: PlotPlace,
  colors: ChartColors,
): void {
  const high = heights(values);
  const page = rgbOf(colors.get('--surface-1'));
  const ink = rgbOf(colors.get('--ink-1'));
  const box = { left: place.left, top: place.top, width: place.innerWidth, height: place.innerHeight };
  // Half as dark as an answer's: the paths are to be seen on it.
  const range = [0, 2] as const;
  drawPicture(
    context,
    numberRamp(high, [x.steps, y.steps], { outputs: 1, output: 0 }, range, { page, ink }),
    box,
  );
  context.strokeStyle = colors.get('--surface-1');
  context.lineWidth = 1;
  const at = (column: number, row: number) => high[row * x.steps + column]!;
  const px = (column: number) => place.left + (column / (x.steps - 1)) * place.innerWidth;
  const py = (row: number) => place.top + (1 - row / (y.steps - 1)) * place.innerHeight;
  for (let k = 1; k <= levels; k++) {
    context.beginPath();
    for (const [x1, y1, x2, y2] of contour(x.steps, y.steps, at, k / (levels + 1))) {
      context.moveTo(px(x1), py(y1));
      context.lineTo(px(x2), py(y2));
    }
    context.stroke();
  }
}

/** Within the plot: what lies outside is cut off. */
export function drawPaths(
  context: CanvasRenderingContext2D,
  paths: readonly (readonly PathPoint[])[],
  place: PlotPlace,
  colors: ChartColors,
): void {
  context.save();
  context.beginPath();
  context.rect(place.left, place.top, place.innerWidth, place.innerHeight);
  context.clip();
  context.lineJoin = 'round';
  const halo = colors.get('--surface-1');
  // All halos first: none covers another's line.
  for (const path of paths) {
    trace(context, path, place);
    stroke(context, halo, 5, []);
  }
  for (const [k, path] of paths.entries()) {
    trace(context, path, place);
    stroke(context, colors.get(runToken(k)), 2.25, runDashes(k));
  }
  const start = paths[0]?.[0];
  if (start) {
    circle(context, place.x(start.x), place.y(start.y), 6);
    stroke(context, halo, 5, []);
    stroke(context, colors.get('--ink-1'), 2, []);
  }
  for (const [k, path] of paths.entries()) {
    const end = path.at(-1);
    if (!end || path.length < 2) continue;
    circle(context, place.x(end.x), place.y(end.y), 5);
    stroke(context, halo, 3, []);
    context.fillStyle = colors.get(runToken(k));
    context.fill();
  }
  context.restore();
}

function trace(context: CanvasRenderingContext2D, path: readonly PathPoint[], place: PlotPlace): void {
  context.beginPath();
  for (const [i, { x, y }] of path.entries()) {
    if (i === 0) context.moveTo(place.x(x), place.y(y));
    else context.lineTo(place.x(x), place.y(y));
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

/** The point of a path that is nearest to a place on screen, within so many pixels. */
export function nearestPoint(
  paths: readonly (readonly PathPoint[])[],
  place: PlotPlace,
  at: { x: number; y: number },
  within: number,
): { entrant: number; point: PathPoint } | null {
  let found: { entrant: number; point: PathPoint } | null = null;
  let least = within;
  for (const [entrant, path] of paths.entries()) {
    for (const point of path) {
      const away = Math.hypot(place.x(point.x) - place.x(at.x), place.y(point.y) - place.y(at.y));
      if (away > least) continue;
      least = away;
      found = { entrant, point };
    }
  }
  return found;
}
