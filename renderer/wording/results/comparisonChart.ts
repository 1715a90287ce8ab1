// The main metric of the network, a linear model and the baseline on one scale, as ComparisonDots draws it.

import type { MainMetric } from '../../../app/contract/run/comparison.ts';
import { m } from '../../paraglide/messages.js';
import type { Compared, Verdict } from './verdict.ts';
import { mainWriter } from './verdictWords.ts';

export function metricName(main: MainMetric): string {
  const names: Record<MainMetric, () => string> = {
    accuracy: m.metric_accuracy,
    balancedAccuracy: m.metric_balanced,
    mae: m.evaluation_compare_number,
    r2: m.metric_r2,
  };
  return names[main]();
}

/** null where nothing can be compared. @param networks that predict together */
export function comparisonChart(verdict: Verdict, networks = 1) {
  const compared = verdict.compared ?? olderComparison(verdict);
  if (compared === null) return null;
  const { main, network, linear, guess, interval } = compared;
  const guessName =
    verdict.kind === 'class' ? m.evaluation_always({ guess: verdict.guess }) : m.evaluation_always_mean();
  const plain = { interval: null, main: false };
  const rows = [
    {
      name: networks === 1 ? m.evaluation_this_network() : m.evaluation_this_ensemble(),
      value: network,
      interval: interval === null ? null : ([interval.low, interval.high] as [number, number]),
      main: true,
    },
    ...(linear === null ? [] : [{ name: m.evaluation_linear(), value: linear, ...plain }]),
    { name: guessName, value: guess, ...plain },
  ];
  const shown = [...rows.map(({ value }) => value), ...(rows[0]!.interval ?? [])];
  return {
    name: metricName(main),
    range: rangeOf(main, Math.min(...shown), Math.max(...shown)),
    write: mainWriter(main, verdict.kind === 'numeric' ? verdict.unit : undefined).value,
    rows,
  };
}

export function rangeOf(main: MainMetric, least: number, most: number): [number, number] {
  if (main === 'mae') return [0, most * 1.15];
  if (main === 'r2') return [Math.min(0, least), 1];
  return [Math.max(0, Math.floor(least * 10 - 0.5) / 10), 1];
}

/** Evaluations of older versions compare with the baseline alone. */
function olderComparison(verdict: Verdict): Compared | null {
  const lead = { guess: null, linear: null };
  const none = { linear: null, interval: null, memorised: null, asMany: null, lead };
  if (verdict.kind === 'class') {
    const guess = verdict.guessRight / Math.max(1, verdict.rows);
    return { main: 'accuracy', network: verdict.share, guess, ...none };
  }
  if (verdict.error === null || verdict.guessError === null) return null;
  return { main: 'mae', network: verdict.error, guess: verdict.guessError, ...none };
}
