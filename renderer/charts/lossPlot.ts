// uPlot, dressed as this app draws curves: training in graphite, validation in the accent, raw values behind at 30 %,
// faint horizontal grid, the best epoch as an open ring with its value, a 1 px ink cursor. Knows nothing of
// Svelte or of how the numbers came. uPlot draws to a canvas: colours come as functions, so that a theme can change.
import uPlot from 'uplot';
import { linearBounds, linearTicks, logBounds, logTicks, type Range } from './axis.ts';

export interface LossPlotLook {
  color(token: string): string;
  font: string;
  /** Words and numbers on the chart, asked for at every drawing so that they follow the language. */
  number(value: number): string;
  epochs(value: number): string;
  epochWord(): string;
  best(): { epoch: number; loss: number; text: string } | null;
  log(): boolean;
  /** Range of all values drawn, null before the first one. */
  range(): Range | null;
  /** Last epoch of the axis: grows in round steps while training. */
  lastEpoch(): number;
  onCursor(index: number | null): void;
}

const trainWidth = 1.75;
const validationWidth = 2.25;
const rawAlpha = 0.3;

export function lossPlotOptions(look: LossPlotLook, width: number, height: number): uPlot.Options {
  const line = (token: string, lineWidth: number, alpha = 1): uPlot.Series => ({
    stroke: () => look.color(token),
    width: lineWidth,
    alpha,
    points: { show: false },
  });
  return {
    width,
    height,
    padding: [14, 26, 0, 0],
    legend: { show: false },
    cursor: { x: true, y: false, drag: { x: false, y: false }, points: { show: false } },
    scales: {
      x: { time: false, range: () => [0, Math.max(1, look.lastEpoch())] },
      y: { distr: look.log() ? 3 : 1, log: 10, range: () => bounds(look) },
    },
    series: [
      {},
      line('--series-train', 1, rawAlpha),
      line('--series-val', 1, rawAlpha),
      line('--series-train', trainWidth),
      line('--series-val', validationWidth),
    ],
    axes: [epochAxis(look), lossAxis(look)],
    hooks: {
      draw: [(plot) => drawEnds(plot, look), (plot) => drawBest(plot, look)],
      setCursor: [(plot) => look.onCursor(plot.cursor.idx ?? null)],
    },
  };
}

function bounds(look: LossPlotLook): Range {
  const range = look.range() ?? [0.1, 1];
  return look.log() ? logBounds(range[0], range[1]) : linearBounds(Math.min(0, range[0]), range[1]);
}

function epochAxis(look: LossPlotLook): uPlot.Axis {
  return {
    stroke: () => look.color('--ink-3'),
    font: look.font,
    size: 40,
    gap: 4,
    grid: { show: false },
    ticks: { show: true, size: 4, width: 1, stroke: () => look.color('--line-2') },
    border: { show: true, width: 1, stroke: () => look.color('--line-2') },
    splits: (_plot, _axis, low, high) => linearTicks([low, high], 6).filter((tick) => Number.isInteger(tick)),
    values: (_plot, splits) => splits.map((split) => look.epochs(split)),
  };
}

function lossAxis(look: LossPlotLook): uPlot.Axis {
  return {
    stroke: () => look.color('--ink-3'),
    font: look.font,
    size: 56,
    gap: 6,
    grid: { show: true, width: 1, stroke: () => look.color('--line-grid') },
    ticks: { show: false },
    splits: (_plot, _axis, low, high) => (look.log() ? logTicks([low, high]) : linearTicks([low, high])),
    filter: (_plot, splits) => splits,
    values: (_plot, splits) => splits.map((split) => look.number(split)),
  };
}

/** Position on the canvas in device pixels. */
function at(plot: uPlot, epoch: number, loss: number): [number, number] {
  return [plot.valToPos(epoch, 'x', true), plot.valToPos(loss, 'y', true)];
}

/** A dot where each curve ends, and the name of the axis at its end. */
function drawEnds(plot: uPlot, look: LossPlotLook): void {
  const { ctx } = plot;
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
    disc(ctx, x, y, 3.5 * ratio, look.color(token), look.color('--surface-1'), 1.5 * ratio);
  }
  ctx.fillStyle = look.color('--ink-2');
  ctx.font = look.font.replace(/[\d.]+px/, `${12 * ratio}px`);
  ctx.textAlign = 'right';
  ctx.textBaseline = 'alphabetic';
  const { left, top, width, height } = plot.bbox;
  ctx.fillText(look.epochWord(), left + width, top + height + 34 * ratio);
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

/** The ring and its value, which moves to the side where there is room. */
function drawBest(plot: uPlot, look: LossPlotLook): void {
  const best = look.best();
  if (!best || !Number.isFinite(best.loss) || (look.log() && best.loss <= 0)) return;
  const { ctx, bbox } = plot;
  const ratio = uPlot.pxRatio;
  const [x, y] = at(plot, best.epoch, best.loss);
  ctx.save();
  disc(ctx, x, y, 4.5 * ratio, look.color('--surface-1'), look.color('--series-best'), 2 * ratio);
  ctx.font = `560 ${look.font.replace(/^\d+ [\d.]+px/, `${12 * ratio}px`)}`;
  const half = ctx.measureText(best.text).width / 2 + 8 * ratio;
  const center = Math.min(Math.max(x, bbox.left + half), bbox.left + bbox.width - half);
  const below = y + 20 * ratio < bbox.top + bbox.height;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'alphabetic';
  ctx.lineJoin = 'round';
  ctx.lineWidth = 4 * ratio;
  ctx.strokeStyle = look.color('--surface-1');
  ctx.fillStyle = look.color('--accent-text');
  const line = below ? y + 19 * ratio : y - 11 * ratio;
  ctx.strokeText(best.text, center, line);
  ctx.fillText(best.text, center, line);
  ctx.restore();
}
