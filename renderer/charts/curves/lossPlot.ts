// uPlot, dressed as this app draws curves: training in graphite, validation in the accent, raw values behind at 30 %,
// faint horizontal grid, a 1 px ink cursor; what stands on the curves is drawn by curveMarks.ts. Knows nothing of
// Svelte or of how the numbers came. uPlot draws to a canvas: colours come as functions, so that a theme can change.

import type uPlot from 'uplot';
import { linearBounds, linearTicks, logBounds, logTicks, type Range } from '../frame/axis.ts';
import { drawBest, drawEnds, drawEvents, drawOverlays, type Marks } from './curveMarks.ts';

export interface LossPlotLook extends Marks {
  /** Words and numbers on the chart, asked for at every drawing so that they follow the language. */
  number(value: number): string;
  epochs(value: number): string;
  log(): boolean;
  /** Range of all values drawn, null before the first one. */
  range(): Range | null;
  /** Whether the axis begins at 0 where it is linear. */
  fromZero(): boolean;
  /** No value lies beyond it. */
  ceiling(): number;
  /** Epochs shown: the axis grows in round steps while training. */
  span(): Range;
  onCursor(index: number | null): void;
  /** Two epochs between which a window was dragged out. */
  onSelect(from: number, to: number): void;
}

const trainWidth = 1.75;
const validationWidth = 2.25;
const rawAlpha = 0.3;
/** Pixels that a pointer has to be dragged for a window to be meant. */
const leastDrag = 6;

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
    cursor: {
      x: true,
      y: false,
      drag: { x: true, y: false, setScale: false, dist: leastDrag },
      points: { show: false },
      bind: { dblclick: () => null },
    },
    scales: {
      x: { time: false, range: () => look.span() },
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
      draw: [
        (plot) => drawEvents(plot, look),
        (plot) => drawOverlays(plot, look),
        (plot) => drawEnds(plot, look),
        (plot) => drawBest(plot, look),
      ],
      setCursor: [(plot) => look.onCursor(plot.cursor.idx ?? null)],
      setSelect: [(plot) => select(plot, look)],
    },
  };
}

function select(plot: uPlot, look: LossPlotLook): void {
  const { left, width } = plot.select;
  if (width < leastDrag) return;
  const from = plot.posToVal(left, 'x');
  const to = plot.posToVal(left + width, 'x');
  plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
  look.onSelect(from, to);
}

function bounds(look: LossPlotLook): Range {
  const range = look.range() ?? [0.1, 1];
  if (look.log()) return logBounds(range[0], range[1]);
  const [low, high] = linearBounds(look.fromZero() ? Math.min(0, range[0]) : range[0], range[1]);
  return [low, Math.min(high, look.ceiling())];
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
