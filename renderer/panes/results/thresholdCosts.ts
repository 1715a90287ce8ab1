// What a threshold finds, misses and raises false alarms for, what that costs, and which threshold costs least.

import type { Curves } from '../../../app/contract/run/curves.ts';

type Counted = Pick<Curves, 'positives' | 'negatives' | 'found' | 'falseAlarms'>;

/** Of one row each. */
export interface Costs {
  missed: number;
  falseAlarm: number;
}

export interface Outcome {
  found: number;
  missed: number;
  falseAlarms: number;
  /** null where no row is selected. */
  precision: number | null;
  /** null where no row has the class. */
  recall: number | null;
}

/** @param stop index of a threshold's stop. */
export function outcomeAt({ positives, found, falseAlarms }: Counted, stop: number): Outcome {
  const hits = found[stop] ?? 0;
  const alarms = falseAlarms[stop] ?? 0;
  return {
    ...{ found: hits, missed: positives - hits, falseAlarms: alarms },
    precision: hits + alarms === 0 ? null : hits / (hits + alarms),
    recall: positives === 0 ? null : hits / positives,
  };
}

export function costAt(counted: Counted, stop: number, costs: Costs): number {
  const { missed, falseAlarms } = outcomeAt(counted, stop);
  return missed * costs.missed + falseAlarms * costs.falseAlarm;
}

/** The stop that costs least. Of several the middle of their first longest row of neighbours, which lies as far as it can from the
 *  probabilities of rows. */
export function cheapestStop(counted: Counted, costs: Costs): number {
  const all = counted.found.map((_, stop) => costAt(counted, stop, costs));
  const least = all.reduce((low, cost) => Math.min(low, cost), Number.POSITIVE_INFINITY);
  let best = { from: 0, length: 0 };
  let from = 0;
  for (const [stop, cost] of [...all, Number.NaN].entries()) {
    if (cost === least) continue;
    if (stop - from > best.length) best = { from, length: stop - from };
    from = stop + 1;
  }
  return best.from + Math.floor((best.length - 1) / 2);
}

/** Rows of each of some bins of equal width over 0..1, of the class and of the rest, from the counts above each stop.
 *  @param stops `thresholdStops` @param bins a divisor of 1,000 */
export function binsOf(counted: Counted, stops: readonly number[], bins: number) {
  const edges = Array.from({ length: bins - 1 }, (_, k) => stops.indexOf((k + 1) / bins));
  const between = (above: readonly number[], all: number) => {
    const left = [all, ...edges.map((edge) => above[edge] ?? 0), 0];
    return left.slice(0, -1).map((count, k) => count - left[k + 1]!);
  };
  return {
    positives: between(counted.found, counted.positives),
    negatives: between(counted.falseAlarms, counted.negatives),
  };
}
