// How many rows a threshold selects, at each stop of the threshold slider: rows with a probability above it.
import { thresholdStops } from '../../contract/run/threshold.ts';
import type { Against } from '../metrics/steps.ts';

export interface ThresholdCounts {
  /** Of the class, and of the rest, at each of `thresholdStops`. */
  found: number[];
  falseAlarms: number[];
}

/** @param scores each sorted ascending */
export function thresholdCounts({ positive, negative }: Against): ThresholdCounts {
  return { found: above(positive), falseAlarms: above(negative) };
}

/** Of the first of two classes, from those of the second: the first class is predicted where the second one is not, so that each
 *  stop is 1 - that of the second class. */
export function ofFirstClass(second: ThresholdCounts, positives: number, negatives: number): ThresholdCounts {
  return {
    found: second.falseAlarms.map((count) => positives - count).reverse(),
    falseAlarms: second.found.map((count) => negatives - count).reverse(),
  };
}

function above(ascending: Float64Array): number[] {
  let at = 0;
  return thresholdStops.map((stop) => {
    while (at < ascending.length && ascending[at]! <= stop) at += 1;
    return ascending.length - at;
  });
}
