// One uPlot in one element: built, resized and redrawn at most 30 times a second however fast the history grows. The arrays are
// read as they are at each drawing, so that nothing is copied per epoch. uPlot asks in a microtask of its own, when
// the page may have moved on: what it draws is kept here from drawing to drawing.

import uPlot from 'uplot';
import type { Range } from '../frame/axis.ts';
import type { Overlay } from './curveMarks.ts';
import { type Curves, type CurveView, curvePoints } from './curvePoints.ts';
import { type LossPlotLook, lossPlotOptions } from './lossPlot.ts';
import { windowOf } from './zoom.ts';

/** What is to be drawn, asked for at each drawing. */
export interface Drawing {
  curves: Curves;
  /** What of it, but for the chart's width. */
  view: Omit<CurveView, 'columns'>;
  span: Range;
  best: ReturnType<LossPlotLook['best']>;
  events: ReturnType<LossPlotLook['events']>;
  /** Other runs: one line each. */
  others: { curves: Curves; token: string; dash: number[] }[];
}
type Look = Omit<LossPlotLook, 'range' | 'span' | 'best' | 'events' | 'overlays' | 'onCursor'>;

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
  constructor(host: HTMLElement, look: Look, ask: () => Drawing, onCursor: (epoch: number | null) => void) {
    this.#host = host;
    this.#ask = ask;
    this.#drawing = ask();
    const whole: LossPlotLook = {
      ...look,
      range: () => this.#range,
      span: () => this.#drawing.span,
      best: () => this.#drawing.best,
      events: () => this.#drawing.events,
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

  /** Soon. */
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

  /** The 1 px line, for a cursor that is moved with keys. */
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
