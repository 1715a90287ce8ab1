// The metrics table: one line per metric, one column per part that has rows, then the linear model and the baseline on the part
// that is judged. Evaluations of older versions have a few metrics only, and no linear model.

import type { Evaluation } from '../../../app/contract/run/evaluation.ts';
import type { AllMetrics } from '../../../app/contract/run/metrics.ts';
import { type Part, parts } from '../../../app/contract/run/parts.ts';
import type { Unit } from '../../../app/contract/table/unit.ts';
import { m } from '../../paraglide/messages.js';
import { united } from '../inUnits.ts';
import { numbers } from '../numbers.ts';
import { aligned, evaluatedPart } from '../scores.ts';

/** By the names of the contract's metrics; null where it is not defined. */
type Values = Readonly<Record<string, number | null | undefined>>;

export interface Metric {
  key: string;
  name: string;
  meaning: string;
  /** A percentage, a number of its own with three decimals, or a number in the target's unit. */
  kind: 'share' | 'plain' | 'inUnits';
}

const metric = (key: string, kind: Metric['kind'], name: string, meaning: string): Metric => ({
  ...{ key, name, meaning, kind },
});

function classMetrics(): Metric[] {
  return [
    metric('accuracy', 'share', m.metric_accuracy(), m.metric_accuracy_meaning()),
    metric('balancedAccuracy', 'share', m.metric_balanced(), m.metric_balanced_meaning()),
    metric('precisionMacro', 'share', m.metric_precision_macro(), m.metric_precision_macro_meaning()),
    metric('recallMacro', 'share', m.metric_recall_macro(), m.metric_recall_macro_meaning()),
    metric('f1Macro', 'plain', m.metric_f1(), m.metric_f1_meaning()),
    metric('f1Weighted', 'plain', m.metric_f1_weighted(), m.metric_f1_weighted_meaning()),
    metric('mcc', 'plain', m.metric_mcc(), m.metric_mcc_meaning()),
    metric('logLoss', 'plain', m.metric_log_loss(), m.metric_log_loss_meaning()),
    metric('brier', 'plain', m.metric_brier(), m.metric_brier_meaning()),
    metric('rocAuc', 'plain', m.metric_roc(), m.metric_roc_meaning()),
    metric('prAuc', 'plain', m.metric_pr(), m.metric_pr_meaning()),
    metric('top2', 'share', m.metric_top({ count: 2 }), m.metric_top_meaning({ count: 2 })),
    metric('top3', 'share', m.metric_top({ count: 3 }), m.metric_top_meaning({ count: 3 })),
  ];
}

function numberMetrics(): Metric[] {
  return [
    metric('rmse', 'inUnits', m.metric_rmse(), m.metric_rmse_meaning()),
    metric('mae', 'inUnits', m.metric_mae(), m.metric_mae_meaning()),
    metric('medianError', 'inUnits', m.metric_median(), m.metric_median_meaning()),
    metric('r2', 'plain', m.metric_r2(), m.metric_r2_meaning()),
    metric('mape', 'share', m.metric_mape(), m.metric_mape_meaning()),
  ];
}

/** The metrics that `values` has, in their order. */
export function metricsOf(kind: AllMetrics['kind'], values: object): Metric[] {
  return (kind === 'class' ? classMetrics() : numberMetrics()).filter(({ key }) => key in values);
}

function valuesOf(all: AllMetrics, target: number): Values {
  return all.kind === 'class' ? all.metrics : (all.targets[target]?.metrics ?? {});
}

function writer(metric: Metric, judged: Values, unit: Unit | undefined) {
  const write = metricWriter(metric, judged[metric.key] ?? undefined, unit);
  return (values: Values) => write(values[metric.key]);
}

/** @param size a value of the usual size, which decides the decimals. */
export function metricWriter({ kind }: Metric, size: number | undefined, unit: Unit | undefined) {
  const format = numbers();
  const sized = aligned(size);
  return (value: number | null | undefined) => {
    if (value === null || value === undefined) return '–';
    if (kind === 'share') return format.percent(value);
    return kind === 'plain' ? format.fixed(value, 3) : united(value, sized(value), unit);
  };
}

/** @param target index of the target whose metrics are shown, where there are several. */
export function metricsTable(evaluation: Evaluation, target = 0) {
  const { all, comparison, detail, on } = evaluation;
  const shown = parts.filter((part) => evaluation.metrics[part] !== null);
  const of = (part: Part): Values => {
    const found = all?.[part];
    return found ? valuesOf(found, target) : (evaluation.metrics[part] ?? {});
  };
  const baselines = comparison?.baselines;
  const linear = baselines?.linear ? valuesOf(baselines.linear, target) : null;
  const guess: Values = baselines ? valuesOf(baselines.guess, target) : (evaluation.baseline[on] ?? {});
  const unit = detail.kind === 'numeric' ? detail.targets[target]?.unit : undefined;
  const known = (detail.kind === 'class' ? classMetrics() : numberMetrics()).filter(
    ({ key }) => of(on)[key] !== undefined,
  );
  return {
    columns: shown.map((part) => ({
      part,
      label: evaluatedPart(evaluation, part),
      rows: numbers().whole(evaluation.rows[part]),
    })),
    hasLinear: linear !== null,
    rows: known.map((one) => {
      const write = writer(one, of(on), unit);
      return {
        name: one.name,
        meaning: one.meaning,
        cells: shown.map((part) => write(of(part))),
        linear: linear === null ? null : write(linear),
        guess: write(guess),
      };
    }),
  };
}
