// How good a network is beside simple models: as sentences, as a table of metrics, and as the fields of a JSON line.

import {
  type Comparison,
  type Lead,
  leadKind,
  type MainMetric,
  mainValue,
  memorisedScore,
} from '../../../contract/run/comparison.ts';
import type { AllMetrics } from '../../../contract/run/metrics.ts';
import type { Unit } from '../../../contract/table/unit.ts';
import { measured } from './describeTable.ts';
import { figure, oneLine, table } from './figures.ts';

export const mainNames: Record<MainMetric, string> = {
  accuracy: 'accuracy',
  balancedAccuracy: 'balanced accuracy',
  mae: 'mean absolute error',
  r2: 'mean R²',
};

/** How an interval was found. */
export const intervalWords: Record<NonNullable<Comparison['interval']>['by'], string> = {
  wilson: 'Wilson',
  bootstrap: 'bootstrap',
  folds: "Student's t, corrected for training rows that overlap: Nadeau and Bengio, 2003",
  seeds: "Student's t",
};

const metricNames: [key: string, name: string][] = [
  ['accuracy', 'accuracy'],
  ['balancedAccuracy', 'balanced accuracy'],
  ['precisionMacro', 'precision (macro)'],
  ['recallMacro', 'recall (macro)'],
  ['f1Macro', 'F1 (macro)'],
  ['f1Weighted', 'F1 (weighted)'],
  ['logLoss', 'log loss'],
  ['brier', 'Brier score'],
  ['rocAuc', 'ROC AUC'],
  ['prAuc', 'PR AUC'],
  ['mcc', 'MCC'],
  ['top2', 'top-2 accuracy'],
  ['top3', 'top-3 accuracy'],
  ['rmse', 'RMSE'],
  ['mae', 'MAE'],
  ['medianError', 'median absolute error'],
  ['r2', 'R²'],
  ['mape', 'MAPE'],
];
const inUnits: ReadonlySet<string> = new Set(['rmse', 'mae', 'medianError']);

/** That rows were memorised, where the training rows' score says so. */
export function memorisedSentences(comparison: Comparison, train: AllMetrics | null, unit?: Unit): string[] {
  const { main, metrics } = comparison;
  const value = memorisedScore(comparison, train);
  if (value === null) return [];
  const write = (score: number) => measured(score, main === 'mae' ? unit : undefined);
  return [
    `On its training rows its ${mainNames[main]} is ${write(value)}, here ${write(mainValue(metrics, main))}: it has memorised rows. More rows, a smaller network or weight decay would help.`,
  ];
}

/** What it shows, one sentence each. @param unit of the target's values. */
export function comparisonSentences(
  { main, interval, lead, metrics, baselines }: Comparison,
  unit?: Unit,
): string[] {
  const write = (value: number) => measured(value, main === 'mae' ? unit : undefined);
  const own = `${mainNames[main]} ${write(mainValue(metrics, main))}`;
  const range =
    interval === null
      ? ''
      : ` (95 % confidence interval ${write(interval.low)} to ${write(interval.high)}, ${intervalWords[interval.by]})`;
  const linear =
    baselines.linear === null ? '' : `, a linear model ${write(mainValue(baselines.linear, main))}`;
  const guess = `always guessing ${write(mainValue(baselines.guess, main))}`;
  return [
    `This network: ${own}${range}; ${guess}${linear}.`,
    ...leadSentences(lead.guess, 'always guessing', write),
    ...leadSentences(lead.linear, 'the linear model', write),
  ];
}

/** @param these what shows it */
export function leadSentences(
  lead: Lead | null,
  other: string,
  write: (value: number) => string,
  these: 'rows' | 'folds' = 'rows',
): string[] {
  if (lead === null) return [];
  const range = `${write(lead.low)} to ${write(lead.high)}`;
  switch (leadKind(lead)) {
    case 'better':
      return other === 'the linear model'
        ? [`It is better than ${other} by ${write(lead.value)} (${range}).`]
        : [];
    case 'none':
      if (lead.low === lead.high) return [`It scores the same as ${other} on these ${these}.`];
      return [`These ${these} do not show that it is better than ${other} (difference ${range}).`];
    case 'worse':
      return [
        `It is worse than ${other} by ${write(-lead.value)} (${write(-lead.high)} to ${write(-lead.low)}).`,
      ];
  }
}

function meanR2(values: (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}

/** One line for each metric: of the network, the linear model and the guess. @param units of the targets, by name. */
export function metricTable(
  { metrics, baselines }: Comparison,
  unit: (target: number) => Unit | undefined,
): string[] {
  const others = [baselines.linear, baselines.guess];
  const head = ['', 'network', 'linear model', 'always guessing'];
  const line = (name: string, key: string, of: (all: AllMetrics) => object, shown?: Unit) => [
    name,
    ...[metrics, ...others].map((all) => written(all === null ? null : of(all), key, shown)),
  ];
  if (metrics.kind === 'class') {
    const keys = metricNames.filter(([key]) => key in metrics.metrics);
    return table(
      [
        head,
        ...keys.map(([key, name]) => line(name, key, (all) => (all.kind === 'class' ? all.metrics : {}))),
      ],
      [false, true, true, true],
    );
  }
  const several = metrics.targets.length > 1;
  const lines = metrics.targets.flatMap(({ name, metrics: own }, target) =>
    metricNames
      .filter(([key]) => key in own)
      .map(([key, metric]) =>
        line(
          several ? `${oneLine(name)}: ${metric}` : metric,
          key,
          (all) => (all.kind === 'numeric' ? all.targets[target]!.metrics : {}),
          unit(target),
        ),
      ),
  );
  return table([head, ...lines], [false, true, true, true]);
}

function written(metrics: object | null, key: string, unit: Unit | undefined): string {
  const value: unknown =
    metrics === null ? null : Object.entries(metrics).find(([name]) => name === key)?.[1];
  if (typeof value !== 'number') return '-';
  return inUnits.has(key) ? measured(value, unit) : figure(value);
}

/** `metrics`, `baselines`, `interval` and `lead` of a JSON line. The metrics of one target stand plain, those of several under
 *  the targets' names, beside their mean R². */
export function comparisonFields({ metrics, baselines, interval, lead }: Comparison) {
  return {
    metrics: metricFields(metrics),
    baselines: {
      guess: metricFields(baselines.guess),
      linear: baselines.linear === null ? null : metricFields(baselines.linear),
    },
    interval,
    lead,
  };
}

function metricFields(all: AllMetrics): object {
  if (all.kind === 'class') return all.metrics;
  if (all.targets.length === 1) return all.targets[0]!.metrics;
  const own = all.targets.map(({ name, metrics }): [string, unknown] => [name, metrics]);
  // A target may be called `__proto__`: fromEntries makes it a property like any other.
  return Object.fromEntries([['r2', meanR2(all.targets.map(({ metrics }) => metrics.r2))], ...own]);
}
