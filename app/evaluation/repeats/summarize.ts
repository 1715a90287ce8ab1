// Scores of a training that was repeated, on folds or with seeds -> mean, spread, and intervals of the mean. Repeats with seeds on the
// same rows are independent: Student's t. The training rows of folds overlap, so that their scores vary less than those of independent
// tables would: the variance of the mean is taken as (1 / K + test rows / other rows) times that of the scores, the corrected
// resampled t-test of Nadeau and Bengio (Inference for the generalization error, Machine Learning 52, 2003).
import {
  type Comparison,
  confidence,
  type Lead,
  type MainMetric,
  mainValue,
} from '../../contract/run/comparison.ts';
import type { AllMetrics } from '../../contract/run/metrics.ts';
import type { Repeat, RepeatKind, RepeatsSummary, Spread } from '../../contract/run/repeats.ts';
import { higherIsBetter } from '../comparison/mainMetric.ts';
import { wilson } from '../comparison/wilson.ts';
import { studentQuantile } from '../distributions/studentT.ts';

type Scored = Repeat & { scores: NonNullable<Repeat['scores']>; rows: NonNullable<Repeat['rows']> };

const isScored = (repeat: Repeat): repeat is Scored =>
  repeat.state === 'finished' && repeat.scores !== null && repeat.rows !== null;

/** null where fewer than two have ended by themselves with scores. @param main the metric that decides. */
export function summarize(
  kind: RepeatKind,
  main: MainMetric,
  repeats: readonly Repeat[],
): RepeatsSummary | null {
  const scored = repeats.filter(isScored);
  if (scored.length < 2) return null;
  const of = (pick: (one: Scored) => AllMetrics) => scored.map((one) => mainValue(pick(one), main));
  const network = of(({ scores }) => scores.metrics);
  if (!network.every(Number.isFinite)) return null;
  const guess = of(({ scores }) => scores.baselines.guess);
  const linear = scored.every(({ scores }) => scores.baselines.linear !== null)
    ? of(({ scores }) => scores.baselines.linear!)
    : null;
  const share = kind === 'seeds' ? 0 : sum(scored.map(({ rows }) => rows.test)) / sum(scored.map(learned));
  const better = (others: number[] | null) => others && leadOf(main, network, others, share);
  return {
    counted: scored.length,
    main,
    network: spreadOf(network),
    guess: spreadOf(guess),
    linear: linear && spreadOf(linear),
    interval:
      intervalOf(kind, main, network, share) ?? (kind === 'folds' ? ofAllRows(main, network, scored) : null),
    lead: { guess: better(guess), linear: better(linear) },
    metrics: everyMetric(scored),
  };
}

/** Rows that were learned from or chose the epoch. */
const learned = ({ rows }: Scored) => rows.train + rows.validation;

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** At least two values. */
export function spreadOf(values: readonly number[]): Spread {
  const mean = sum(values) / values.length;
  const squares = sum(values.map((value) => (value - mean) ** 2));
  return {
    mean,
    deviation: Math.sqrt(squares / (values.length - 1)),
    lowest: Math.min(...values),
    highest: Math.max(...values),
  };
}

/** How far the interval of the mean reaches to each side. @param share test rows per other row where training rows overlap; else 0. */
function reach(values: readonly number[], share: number): number {
  const { deviation } = spreadOf(values);
  return (
    studentQuantile(1 - confidence, values.length - 1) * deviation * Math.sqrt(1 / values.length + share)
  );
}

/** null where all values are equal: they say nothing about how much they would vary. */
function intervalOf(
  kind: RepeatKind,
  main: MainMetric,
  values: readonly number[],
  share: number,
): Comparison['interval'] {
  const { mean } = spreadOf(values);
  const side = reach(values, share);
  if (side === 0) return null;
  const [least, most] = bounds[main];
  const range = { low: Math.max(least, mean - side), high: Math.min(most, mean + side) };
  return { metric: main, level: confidence, ...range, by: kind, over: { count: values.length, mean } };
}

const bounds: Record<MainMetric, [number, number]> = {
  accuracy: [0, 1],
  balancedAccuracy: [0, 1],
  mae: [0, Number.POSITIVE_INFINITY],
  r2: [Number.NEGATIVE_INFINITY, 1],
};

/** Where every fold has the same accuracy, such as all rows right: Wilson's interval of all their test rows together. */
function ofAllRows(
  main: MainMetric,
  values: readonly number[],
  scored: readonly Scored[],
): Comparison['interval'] {
  if (main !== 'accuracy') return null;
  const rows = sum(scored.map(({ rows }) => rows.test));
  const hits = sum(scored.map(({ rows }, k) => Math.round(values[k]! * rows.test)));
  const over = { count: values.length, mean: hits / rows };
  return { metric: main, level: confidence, ...wilson(hits, rows), by: 'wilson', over };
}

/** Over the differences within each repeat, since both models are scored on the same rows. */
function leadOf(main: MainMetric, network: number[], others: number[], share: number): Lead | null {
  const sign = higherIsBetter(main) ? 1 : -1;
  const differences = network.map((value, k) => sign * (value - others[k]!));
  if (!differences.every(Number.isFinite)) return null;
  const { mean } = spreadOf(differences);
  const side = reach(differences, share);
  return { value: mean, low: mean - side, high: mean + side };
}

function everyMetric(scored: readonly Scored[]): RepeatsSummary['metrics'] {
  const [first] = scored;
  const { metrics } = first!.scores;
  if (metrics.kind === 'class')
    return [{ target: null, spreads: spreadsOf(scored.map(({ scores }) => valuesOf(scores.metrics, 0))) }];
  return metrics.targets.map(({ name }, t) => ({
    target: name,
    spreads: spreadsOf(scored.map(({ scores }) => valuesOf(scores.metrics, t))),
  }));
}

function valuesOf(all: AllMetrics, target: number): Record<string, number | null | undefined> {
  return all.kind === 'class' ? all.metrics : (all.targets[target]?.metrics ?? {});
}

/** A metric that one of them lacks, such as R2 of constant values, is left out. */
function spreadsOf(values: Record<string, number | null | undefined>[]): Record<string, Spread> {
  const entries = Object.keys(values[0] ?? {}).flatMap((key): [string, Spread][] => {
    const known = values.map((one) => one[key]).filter((value) => typeof value === 'number');
    return known.length === values.length ? [[key, spreadOf(known)]] : [];
  });
  return Object.fromEntries(entries);
}
