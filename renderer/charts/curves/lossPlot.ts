// uPlot's options for the app's curves: training in graphite, validation in the accent colour, unsmoothed values behind them at
// 30 %, a faint horizontal grid, a cursor line of 1 px. curveMarks.ts draws the marks on the curves. Settings are functions, which
// uPlot calls at each drawing, so that theme, language and data can change. Independent of Svelte and of where the data comes from.

import type uPlot from 'uplot';
import { linearBounds, linearTicks, logBounds, logTicks, type Range } from '../frame/axis.ts';
import { drawBest, drawEnds, drawEvents, drawInherited, drawOverlays, type Marks } from './curveMarks.ts';

export interface LossPlotSettings extends Marks {
  /** Writes a value in the language of the page. */
  number(value: number): string;
  epochs(value: number): string;
  log(): boolean;
  /** Smallest and largest drawn value; null before the first one. */
  range(): Range | null;
  /** Whether a linear axis begins at 0. */
  fromZero(): boolean;
  /** Largest value that the measure can have, such as 1 for an accuracy. */
  ceiling(): number;
  /** Epochs shown: the axis grows in round steps while training. */
  span(): Range;
  onCursor(index: number | null): void;
  /** Called with the first and last epoch of a window that was selected by dragging. */
  onSelect(from: number, to: number): void;
}

const trainWidth = 1.75;
const validationWidth = 2.25;
const rawAlpha = 0.3;
/** A shorter drag, in CSS pixels, selects no window. */
const leastDrag = 6;

export function lossPlotOptions(settings: LossPlotSettings, width: number, height: number): uPlot.Options {
  const line = (token: string, lineWidth: number, alpha = 1): uPlot.Series => ({
    stroke: () => settings.color(token),
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
      x: { time: false, range: () => settings.span() },
      y: { distr: settings.log() ? 3 : 1, log: 10, range: () => bounds(settings) },
    },
    series: [
      {},
      line('--series-train', 1, rawAlpha),
      line('--series-val', 1, rawAlpha),
      line('--series-train', trainWidth),
      line('--series-val', validationWidth),
    ],
    axes: [epochAxis(settings), lossAxis(settings)],
    hooks: {
      draw: [
        (plot) => drawInherited(plot, settings),
        (plot) => drawEvents(plot, settings),
        (plot) => drawOverlays(plot, settings),
        (plot) => drawEnds(plot, settings),
        (plot) => drawBest(plot, settings),
      ],
      setCursor: [(plot) => settings.onCursor(plot.cursor.idx ?? null)],
      setSelect: [(plot) => select(plot, settings)],
    },
  };
}

function select(plot: uPlot, settings: LossPlotSettings): void {
  const { left, width } = plot.select;
  if (width < leastDrag) return;
  const from = plot.posToVal(left, 'x');
  const to = plot.posToVal(left + width, 'x');
  plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
  settings.onSelect(from, to);
}

function bounds(settings: LossPlotSettings): Range {
  const range = settings.range() ?? [0.1, 1];
  if (settings.log()) return logBounds(range[0], range[1]);
  const [low, high] = linearBounds(settings.fromZero() ? Math.min(0, range[0]) : range[0], range[1]);
  return [low, Math.min(high, settings.ceiling())];
}

function epochAxis(settings: LossPlotSettings): uPlot.Axis {
  return {
    stroke: () => settings.color('--ink-3'),
    font: settings.font,
    size: 40,
    gap: 4,
    grid: { show: false },
    ticks: { show: true, size: 4, width: 1, stroke: () => settings.color('--line-2') },
    border: { show: true, width: 1, stroke: () => settings.color('--line-2') },
    splits: (_plot, _axis, low, high) => linearTicks([low, high], 6).filter((tick) => Number.isInteger(tick)),
    values: (_plot, splits) => splits.map((split) => settings.epochs(split)),
  };
}

function lossAxis(settings: LossPlotSettings): uPlot.Axis {
  return {
    stroke: () => settings.color('--ink-3'),
    font: settings.font,
    size: (_plot, values) =>
      Math.max(56, 14 + 6.4 * Math.max(0, ...(values ?? []).map((text) => text.length))),
    gap: 6,
    grid: { show: true, width: 1, stroke: () => settings.color('--line-grid') },
    ticks: { show: false },
    splits: (_plot, _axis, low, high) => (settings.log() ? logTicks([low, high]) : linearTicks([low, high])),
    filter: (_plot, splits) => splits,
    values: (_plot, splits) => splits.map((split) => settings.number(split)),
  };
}
