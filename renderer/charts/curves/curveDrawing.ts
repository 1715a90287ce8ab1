// What one drawing of the curves shows: the run's own lines over a span of epochs, and the lines of other runs whose values of the
// same measure are comparable.

import type { Range } from '../frame/axis.ts';
import type { Drawing } from './curvePlot.ts';
import type { Smoothing } from './curvePoints.ts';
import type { EpochHistory } from './epochHistory.ts';
import { keptWords, type Measure, type MeasureName, type OtherRun } from './measures.ts';
import { windowOf } from './zoom.ts';

export interface Drawn {
  history: EpochHistory;
  measure: Measure;
  span: Range;
  log: boolean;
  smoothing: Smoothing;
  /** The epoch whose weights are kept, and what chose it. */
  best: { epoch: number; by: MeasureName } | null;
  events: { epoch: number; text: string }[];
  /** The epoch that a branch began from; null for other runs. */
  inheritedTo: number | null;
  others: readonly OtherRun[];
}

export function drawingOf(drawn: Drawn): Drawing {
  const { history, measure, span, log, smoothing, best, events, inheritedTo, others } = drawn;
  const curves = { length: history.length, epoch: history.epoch, lines: measure.lines(history) };
  const [begin, end] = windowOf(curves, span);
  const value = best && history.length > 0 ? measure.kept(history, history.at(best.epoch)) : null;
  const ring = best !== null && value !== null && !(log && value <= 0) ? { value, ...best } : null;
  return {
    curves,
    view: { begin, end, positive: log, smoothing },
    span,
    events,
    inheritedTo,
    best: ring && { epoch: ring.epoch, value: ring.value, text: keptWords(measure, ring.value, ring) },
    others: others
      .filter(({ reasons }) => reasons[measure.name] === null)
      .map(({ history: other, token, dash }) => ({
        curves: { length: other.length, epoch: other.epoch, lines: [measure.compared(other)] },
        token,
        dash,
      })),
  };
}

/** Value of another run at an epoch (null: its last epoch), in the displayed unit; null after the run's end or where it is NaN. */
export function comparedAt(measure: Measure, { history }: OtherRun, epoch: number | null): number | null {
  if (history.length === 0) return null;
  const last = history.epoch[history.length - 1]!;
  if (epoch !== null && epoch > last) return null;
  const value = measure.compared(history)[epoch === null ? history.length - 1 : history.at(epoch)]!;
  return Number.isNaN(value) ? null : value * measure.factor;
}
