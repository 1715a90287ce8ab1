// What can be drawn over the epochs: the loss, the score (accuracy or mean absolute error), the learning rate. For each:
// its lines, how its values are written, and the range of its axis.

import type { Unit } from '../../../app/contract/table/unit.ts';
import { m } from '../../paraglide/messages.js';
import { measuredIn } from '../../wording/inUnits.ts';
import { numbers } from '../../wording/numbers.ts';
import type { Smoothing } from './curvePoints.ts';
import type { EpochHistory } from './epochHistory.ts';

export type MeasureName = 'loss' | 'score' | 'rate';
/** The glossary's term for each measure. */
export const measureTerms: Readonly<Record<MeasureName, string>> = {
  loss: 'loss',
  score: 'metric, score',
  rate: 'learning rate',
};
type LineKind = 'train' | 'validation';

export interface Measure {
  name: MeasureName;
  /** Title of the chart and of its button. */
  title: string;
  label: string;
  caption: string;
  /** Why the measure cannot be shown; null where it can. */
  reason: string | null;
  /** Stored values times `factor` are in the displayed unit. */
  factor: number;
  mayBeLog: boolean;
  fromZero: boolean;
  ceiling: number;
  lineKinds: LineKind[];
  lineNames: string[];
  /** One array per entry of `lineKinds`. */
  lines(history: EpochHistory): Float64Array[];
  /** The line that several runs are compared by. */
  compared(history: EpochHistory): Float64Array;
  /** Value at the epoch whose weights are kept, by its index in the history; null where no ring is drawn (learning rate). */
  kept(history: EpochHistory, index: number): number | null;
  write(value: number): string;
}

/** A kept run drawn on the same axes. */
export interface OtherRun {
  id: string;
  name: string;
  history: EpochHistory;
  token: string;
  dash: number[];
  /** For each measure why the run is not comparable with the current one; null where it is. */
  reasons: Record<MeasureName, string | null>;
}

interface Described {
  lossName: string;
  /** An error times `factor` is in the target's units; `percent` marks an accuracy. */
  score: { name: string; percent: boolean; factor: number; unit?: Unit | undefined };
  hasValidation: boolean;
}

export function measuresOf({ lossName, score, hasValidation }: Described): Measure[] {
  const measured = (value: number) => numbers().measure(value);
  const both: LineKind[] = hasValidation ? ['train', 'validation'] : ['train'];
  const names = { train: m.chart_training(), validation: m.chart_validation() };
  const plain = {
    factor: 1,
    mayBeLog: true,
    fromZero: true,
    ceiling: Number.POSITIVE_INFINITY,
    reason: null,
  };
  return [
    {
      ...plain,
      name: 'loss',
      title: m.chart_loss(),
      label: m.chart_loss(),
      caption: lossName,
      lineKinds: both,
      lineNames: both.map((kind) => names[kind]),
      lines: (history) => both.map((kind) => history[kind]),
      compared: (history) => (hasValidation ? history.validation : history.train),
      kept: (history, index) => (hasValidation ? history.validation : history.train)[index]!,
      write: measured,
    },
    {
      ...plain,
      name: 'score',
      title: score.name,
      label: score.percent ? m.chart_accuracy() : m.chart_error(),
      caption: m.chart_validation_only(),
      reason: hasValidation ? null : m.chart_needs_validation(),
      factor: score.factor,
      mayBeLog: false,
      fromZero: false,
      ceiling: score.percent ? 1 : Number.POSITIVE_INFINITY,
      lineKinds: ['validation'],
      lineNames: [names.validation],
      lines: (history) => [history.score],
      compared: (history) => history.score,
      kept: (history, index) => history.score[index]!,
      write: score.percent ? (value) => numbers().percent(value) : measuredIn(score.unit),
    },
    {
      ...plain,
      name: 'rate',
      title: m.chart_rate(),
      label: m.chart_rate_short(),
      caption: m.chart_rate_caption(),
      lineKinds: ['train'],
      lineNames: [m.chart_rate()],
      lines: (history) => [history.rate],
      compared: (history) => history.rate,
      kept: () => null,
      write: measured,
    },
  ];
}

export function smoothingNames(): Record<Smoothing, string> {
  return {
    none: m.chart_smoothing_none(),
    some: m.chart_smoothing_some(),
    strong: m.chart_smoothing_strong(),
  };
}

/** Label of the ring at the kept epoch. @param by the measure that chose the epoch. */
export function keptWords(
  measure: Measure,
  value: number,
  { epoch, by }: { epoch: number; by: MeasureName },
): string {
  const values = { loss: measure.write(value * measure.factor), epoch: numbers().whole(epoch) };
  return by === measure.name ? m.chart_best(values) : m.chart_kept(values);
}
