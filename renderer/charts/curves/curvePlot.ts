// One uPlot in one element: creates it, follows the element's size, and redraws at most 30 times a second however fast the history
// grows. The history's arrays are read at each drawing, so nothing is copied per epoch. uPlot reads its settings later, in a
// microtask of its own, when the page's state may have changed: so the values of one drawing are stored here until the next.

import uPlot from 'uplot';
import type { Range } from '../frame/axis.ts';
import type { Overlay } from './curveMarks.ts';
import { type Curves, type CurveView, curvePoints } from './curvePoints.ts';
import { type LossPlotSettings, lossPlotOptions } from './lossPlot.ts';
import { windowOf } from './zoom.ts';

/** What to draw; requested at each drawing. */
export interface Drawing {
  curves: Curves;
  /** Which part of the curves is drawn; the plot itself adds the chart's width. */
  view: Omit<CurveView, 'columns'>;
  span: Range;
  best: ReturnType<LossPlotSettings['best']>;
  events: ReturnType<LossPlotSettings['events']>;
  inheritedTo: number | null;
  /** Other runs: one line each. */
  others: { curves: Curves; token: string; dash: number[] }[];
}
type FixedSettings = Omit<
  LossPlotSettings,
  'range' | 'span' | 'best' | 'events' | 'inheritedTo' | 'overlays' | 'onCursor'
>;

const frameMs = 33;

export class CurvePlot {
  readonly #host: HTMLElement;
  readonly #plot: uPlot;
  readonly #ask: () => Drawing;
  readonly #observer: ResizeObserver;
  #drawing: Drawing;
  #overlays: Overlay[] = [];
  #range: Range | null = null;
  #x: number[] = [];
  #drawnAt = 0;
  #timer = 0;

  /** @param onCursor gets the epoch under the pointer. */
  constructor(
    host: HTMLElement,
    settings: FixedSettings,
    ask: () => Drawing,
    onCursor: (epoch: number | null) => void,
  ) {
    this.#host = host;
    this.#ask = ask;
    this.#drawing = ask();
    const whole: LossPlotSettings = {
      ...settings,
      range: () => this.#range,
      span: () => this.#drawing.span,
      best: () => this.#drawing.best,
      events: () => this.#drawing.events,
      inheritedTo: () => this.#drawing.inheritedTo,
      overlays: () => this.#overlays,
      onCursor: (index) => onCursor(index === null ? null : (this.#x[index] ?? null)),
    };
    const options = lossPlotOptions(whole, host.clientWidth, host.clientHeight);
    this.#plot = new uPlot(options, [[], [], [], [], []], host);
    this.#draw();
    this.#observer = new ResizeObserver(() => {
      this.#plot.setSize({ width: host.clientWidth, height: host.clientHeight });
      this.redraw();
    });
    this.#observer.observe(host);
  }

  /** Schedules a drawing, at most one per `frameMs`. */
  redraw(): void {
    if (this.#timer) return;
    const wait = Math.max(0, frameMs - (performance.now() - this.#drawnAt));
    this.#timer = window.setTimeout(() => requestAnimationFrame(() => this.#draw()), wait);
  }

  /** The epoch at a horizontal position of the window, in CSS pixels. */
  epochAt(clientX: number): number {
    const { left } = this.#plot.over.getBoundingClientRect();
    return this.#plot.posToVal(clientX - left, 'x');
  }

  /** Shows the cursor's line at an epoch that was chosen with keys; null hides it. */
  showCursor(epoch: number | null): void {
    const left = epoch === null ? -10 : this.#plot.valToPos(epoch, 'x');
    this.#plot.setCursor({ left, top: epoch === null ? -10 : 0 }, false);
  }

  dispose(): void {
    this.#observer.disconnect();
    clearTimeout(this.#timer);
    this.#timer = -1;
    this.#plot.destroy();
  }

  #draw(): void {
    if (this.#timer < 0) return;
    this.#timer = 0;
    this.#drawnAt = performance.now();
    this.#drawing = this.#ask();
    const { curves, view, others } = this.#drawing;
    const columns = Math.max(1, this.#host.clientWidth - 80);
    const points = curvePoints(curves, { ...view, columns });
    const ranges = [points.range];
    this.#overlays = others.map(({ curves: other, token, dash }) => {
      const [begin, end] = windowOf(other, this.#drawing.span);
      const theirs = curvePoints(other, { ...view, begin, end, columns });
      ranges.push(theirs.range);
      return { x: theirs.x, y: theirs.lines[0]?.smooth ?? [], token, dash };
    });
    this.#range = joined(ranges);
    this.#x = points.x;
    const [train, validation] = points.lines;
    const gap: (number | null)[] = points.x.map(() => null);
    this.#plot.setData([
      points.x,
      train?.raw ?? gap,
      validation?.raw ?? gap,
      train?.smooth ?? gap,
      validation?.smooth ?? gap,
    ]);
  }
}

function joined(ranges: (Range | null)[]): Range | null {
  const known = ranges.filter((range) => range !== null);
  if (known.length === 0) return null;
  return [Math.min(...known.map(([low]) => low)), Math.max(...known.map(([, high]) => high))];
}
