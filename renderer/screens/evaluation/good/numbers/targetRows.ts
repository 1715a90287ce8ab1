// The table of several targets: a line for each, in its own unit.

import type { Evaluation } from '../../../../../app/contract/run/evaluation.ts';
import type { AllMetrics, NumberMetrics } from '../../../../../app/contract/run/metrics.ts';
import { m } from '../../../../paraglide/messages.js';
import { measuredIn } from '../../../../wording/inUnits.ts';
import { numbers } from '../../../../wording/numbers.ts';

function metricsOf(all: AllMetrics | null | undefined, target: number): Partial<NumberMetrics> {
  return all?.kind === 'numeric' ? (all.targets[target]?.metrics ?? {}) : {};
}

export function targetRows({ detail, comparison, coverage }: Evaluation) {
  const format = numbers();
  const targets = detail.kind === 'numeric' ? detail.targets : [];
  const linear = comparison?.baselines.linear;
  const third = (value: number | null | undefined) => (value == null ? '–' : format.fixed(value, 3));
  const level = format.percent(coverage?.level ?? 0.9);
  return {
    columns: [
      { name: m.metric_rmse(), meaning: m.metric_rmse_meaning() },
      { name: m.metric_mae(), meaning: m.metric_mae_meaning() },
      { name: m.metric_median(), meaning: m.metric_median_meaning() },
      { name: m.metric_r2(), meaning: m.metric_r2_meaning() },
      ...(linear ? [{ name: m.targets_linear(), meaning: m.metric_r2_meaning() }] : []),
      ...(coverage ? [{ name: m.targets_interval({ level }), meaning: m.targets_interval_meaning() }] : []),
    ],
    rows: targets.map(({ name, unit, rmse, mae, r2 }, target) => {
      const write = measuredIn(unit);
      const { medianError } = metricsOf(comparison?.metrics, target);
      const interval = coverage && {
        margin: write(coverage.margins[target] ?? Number.NaN),
        share: format.percent(coverage.shares[target] ?? Number.NaN),
      };
      return {
        name,
        cells: [
          ...[write(rmse), write(mae), medianError === undefined ? '–' : write(medianError), third(r2)],
          ...(linear ? [third(metricsOf(linear, target).r2)] : []),
          ...(interval ? [m.targets_interval_cell(interval)] : []),
        ],
      };
    }),
  };
}
