// Draws the marks on the curves: a dot at the end of each, the best epoch as an open ring with its value, a change in mid-run as a
// triangle with a dotted line, the part that a branch inherited from its parent faintly, and other runs as dashed lines behind.
// Positions are in device pixels of uPlot's canvas.

import uPlot from 'uplot';
import { type Line, labelPlace } from './labelPlace.ts';

/** Another run on the same axes. */
export interface Overlay {
  x: number[];
  y: (number | null)[];
  token: string;
  dash: number[];
}
export interface Marks {
  color(token: string): string;
  font: string;
  epochWord(): string;
  best(): { epoch: number; value: number; text: string } | null;
  events(): { epoch: number; text: string }[];
  /** The epoch up to which the curves are another run's; null where they are all this run's own. */
  inheritedTo(): number | null;
  overlays(): Overlay[];
}

/** Pixels between two words on one line. */
const wordGap = 10;

/** Position on the canvas in device pixels. */
function at(plot: uPlot, epoch: number, value: number): [number, number] {
  return [plot.valToPos(epoch, 'x', true), plot.valToPos(value, 'y', true)];
}

function within({ left, width }: uPlot.BBox, x: number): boolean {
  return x >= left - 1 && x <= left + width + 1;
}

/** Makes the part of the curves that a branch inherited from its parent faint. */
export function drawInherited(plot: uPlot, marks: Marks): void {
  const epoch = marks.inheritedTo();
  if (epoch === null) return;
  const { ctx, bbox } = plot;
  const right = Math.min(plot.valToPos(epoch, 'x', true), bbox.left + bbox.width);
  if (right <= bbox.left) return;
  ctx.save();
  ctx.globalAlpha = 0.6;
  ctx.fillStyle = marks.color('--surface-1');
  ctx.fillRect(bbox.left, bbox.top, right - bbox.left, bbox.height);
  ctx.restore();
}

/** A dot where each curve ends, and the name of the axis at its end. */
export function drawEnds(plot: uPlot, marks: Marks): void {
  const { ctx, bbox } = plot;
  const ratio = uPlot.pxRatio;
  ctx.save();
  for (const [index, token] of [
    [3, '--series-train'],
    [4, '--series-val'],
  ] as const) {
    const values = plot.data[index] ?? [];
    const last = values.length - 1;
    const value = values[last];
    if (value == null) continue;
    const [x, y] = at(plot, plot.data[0][last]!, value);
    if (within(bbox, x))
      disc(ctx, x, y, 3.5 * ratio, marks.color(token), marks.color('--surface-1'), 1.5 * ratio);
  }
  ctx.fillStyle = marks.color('--ink-2');
  ctx.font = marks.font.replace(/[\d.]+px/, `${12 * ratio}px`);
  ctx.textAlign = 'right';
  ctx.textBaseline = 'alphabetic';
  const { left, top, width, height } = bbox;
  ctx.fillText(marks.epochWord(), left + width, top + height + 34 * ratio);
  ctx.restore();
}

function disc(
  ctx: CanvasRenderingContext2D,
  x: number,
  y: number,
  radius: number,
  fill: string,
  rim: string,
  width: number,
) {
  ctx.beginPath();
  ctx.arc(x, y, radius, 0, 2 * Math.PI);
  ctx.fillStyle = fill;
  ctx.fill();
  ctx.lineWidth = width;
  ctx.strokeStyle = rim;
  ctx.stroke();
}

/** The ring and its value, where no curve is in the way. */
export function drawBest(plot: uPlot, marks: Marks): void {
  const best = marks.best();
  if (!best || !Number.isFinite(best.value)) return;
  const { ctx, bbox } = plot;
  const ratio = uPlot.pxRatio;
  const [x, y] = at(plot, best.epoch, best.value);
  if (!Number.isFinite(y) || !within(bbox, x)) return;
  ctx.save();
  disc(ctx, x, y, 4.5 * ratio, marks.color('--surface-1'), marks.color('--series-best'), 2 * ratio);
  ctx.font = `560 ${marks.font.replace(/^\d+ [\d.]+px/, `${12 * ratio}px`)}`;
  const [width, height] = [ctx.measureText(best.text).width + 8 * ratio, 16 * ratio];
  const place = labelPlace({
    x,
    y,
    width,
    height,
    gap: 7 * ratio,
    within: bbox,
    lines: linesOf(plot, marks),
  });
  const edge = place.top > y ? place.top : place.top + height;
  if (Math.abs(edge - y) > height) {
    // Words that stand far off are tied to their point.
    ctx.strokeStyle = marks.color('--series-best');
    ctx.lineWidth = ratio;
    ctx.beginPath();
    ctx.moveTo(x, y + Math.sign(edge - y) * 6 * ratio);
    ctx.lineTo(Math.max(place.left + 8 * ratio, Math.min(place.left + width - 8 * ratio, x)), edge);
    ctx.stroke();
  }
  ctx.textAlign = 'center';
  ctx.textBaseline = 'alphabetic';
  ctx.fillStyle = marks.color('--accent-text');
  haloed(ctx, marks, best.text, place.left + width / 2, place.top + 12 * ratio);
  ctx.restore();
}

/** Everything that is drawn as a curve, in device pixels. */
function linesOf(plot: uPlot, marks: Marks): Line[] {
  const line = (x: ArrayLike<number>, y: ArrayLike<number | null | undefined>): Line => ({
    x: Array.from(x, (epoch) => plot.valToPos(epoch, 'x', true)),
    y: Array.from(y, (value) => (value == null ? null : plot.valToPos(value, 'y', true))),
  });
  const own = plot.data.slice(1).map((values) => line(plot.data[0], values ?? []));
  return [...own, ...marks.overlays().map(({ x, y }) => line(x, y))];
}

/** Words that stay readable over a curve. */
function haloed(ctx: CanvasRenderingContext2D, marks: Marks, text: string, x: number, y: number): void {
  ctx.lineJoin = 'round';
  ctx.lineWidth = 4 * uPlot.pxRatio;
  ctx.strokeStyle = marks.color('--surface-1');
  ctx.strokeText(text, x, y);
  ctx.fillText(text, x, y);
}

/** The newest first: where words would run into each other, an older one keeps its triangle only. */
export function drawEvents(plot: uPlot, marks: Marks): void {
  const { ctx, bbox } = plot;
  const ratio = uPlot.pxRatio;
  let free = bbox.left + bbox.width;
  ctx.save();
  ctx.font = marks.font.replace(/[\d.]+px/, `${12 * ratio}px`);
  ctx.textBaseline = 'middle';
  for (const { epoch, text } of marks.events().toReversed()) {
    const x = plot.valToPos(epoch, 'x', true);
    if (!within(bbox, x)) continue;
    ctx.strokeStyle = marks.color('--ink-3');
    ctx.lineWidth = ratio;
    ctx.setLineDash([ratio, 3 * ratio]);
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    ctx.fillStyle = marks.color('--ink-2');
    triangle(ctx, x, bbox.top, 5 * ratio);
    const width = ctx.measureText(text).width + wordGap * ratio;
    const right = x + width <= free;
    const left = !right && x - width >= bbox.left;
    if (right || left) {
      ctx.textAlign = right ? 'left' : 'right';
      haloed(ctx, marks, text, right ? x + 8 * ratio : x - 8 * ratio, bbox.top + 3 * ratio);
    }
    free = left ? x - width : x - wordGap * ratio;
  }
  ctx.restore();
}

function triangle(ctx: CanvasRenderingContext2D, x: number, y: number, size: number): void {
  ctx.beginPath();
  ctx.moveTo(x - size, y - size * 0.6);
  ctx.lineTo(x + size, y - size * 0.6);
  ctx.lineTo(x, y + size);
  ctx.fill();
}

export function drawOverlays(plot: uPlot, marks: Marks): void {
  const { ctx, bbox } = plot;
  const ratio = uPlot.pxRatio;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  for (const { x, y, token, dash } of marks.overlays()) {
    ctx.strokeStyle = marks.color(token);
    ctx.lineWidth = 1.5 * ratio;
    ctx.setLineDash(dash.map((length) => length * ratio));
    ctx.beginPath();
    let pen = false;
    for (const [i, value] of y.entries()) {
      if (value === null) {
        pen = false;
        continue;
      }
      const [px, py] = at(plot, x[i]!, value);
      if (pen) ctx.lineTo(px, py);
      else ctx.moveTo(px, py);
      pen = true;
    }
    ctx.stroke();
  }
  ctx.restore();
}
