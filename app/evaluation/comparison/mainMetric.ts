// The metric that a comparison goes by, in a form that is quick on resampled rows: `counts[row]` says how often a row counts.
import type { MainMetric } from '../../contract/run/comparison.ts';
import type { ClassPredictions, NumberPredictions, Predictions } from '../predictions.ts';

export type Counts = Uint16Array | Uint32Array;
/** NaN where the metric is not defined on the rows that count. */
export type Measured = (counts: Counts) => number;

/** A class that has less than this share of what equal shares would give it is rare: accuracy hardly sees it. */
const rareShare = 0.25;

/** @param shares each class's share of the training rows.
 *  @param weighted whether training weighed classes. */
export function mainMetricOf(
  predictions: Predictions,
  shares: readonly number[],
  weighted: boolean,
): MainMetric {
  if (predictions.kind === 'numeric') return predictions.names.length === 1 ? 'mae' : 'r2';
  const rare = shares.some((share) => share > 0 && share < rareShare / shares.length);
  return weighted || rare ? 'balancedAccuracy' : 'accuracy';
}

export const higherIsBetter = (metric: MainMetric) => metric !== 'mae';

/** `metric` must suit the predictions; `truth` as for `score`. */
export function measured(metric: MainMetric, truth: Float64Array, predictions: Predictions): Measured {
  if (predictions.kind === 'class') {
    return metric === 'accuracy' ? accuracy(truth, predictions) : balancedAccuracy(truth, predictions);
  }
  return metric === 'mae' ? meanError(truth, predictions) : determination(truth, predictions);
}

function accuracy(truth: Float64Array, { chosen }: ClassPredictions): Measured {
  const right = Uint8Array.from(chosen, (k, row) => (k === truth[row] ? 1 : 0));
  return (counts) => {
    let hits = 0;
    let all = 0;
    for (let row = 0; row < right.length; row++) {
      hits += counts[row]! * right[row]!;
      all += counts[row]!;
    }
    return hits / all;
  };
}

function balancedAccuracy(truth: Float64Array, { chosen, classes }: ClassPredictions): Measured {
  return (counts) => {
    const hits = new Float64Array(classes.length);
    const all = new Float64Array(classes.length);
    for (let row = 0; row < chosen.length; row++) {
      const actual = truth[row]!;
      all[actual]! += counts[row]!;
      if (chosen[row] === actual) hits[actual]! += counts[row]!;
    }
    let sum = 0;
    let found = 0;
    for (let k = 0; k < classes.length; k++) {
      if (all[k] === 0) continue;
      sum += hits[k]! / all[k]!;
      found += 1;
    }
    return sum / found;
  };
}

function meanError(truth: Float64Array, { values }: NumberPredictions): Measured {
  const errors = Float64Array.from(values, (value, row) => Math.abs(value - truth[row]!));
  return (counts) => {
    let sum = 0;
    let all = 0;
    for (let row = 0; row < errors.length; row++) {
      sum += counts[row]! * errors[row]!;
      all += counts[row]!;
    }
    return sum / all;
  };
}

/** Mean over the targets that are not constant on the rows that count. */
function determination(truth: Float64Array, { values, names }: NumberPredictions): Measured {
  const width = names.length;
  return (counts) => {
    let sum = 0;
    let found = 0;
    for (let target = 0; target < width; target++) {
      const value = determinationOf(truth, values, target, width, counts);
      if (Number.isNaN(value)) continue;
      sum += value;
      found += 1;
    }
    return sum / found;
  };
}

function determinationOf(
  truth: Float64Array,
  values: Float64Array,
  target: number,
  width: number,
  counts: Counts,
): number {
  let all = 0;
  let sum = 0;
  for (let row = 0, i = target; i < truth.length; row++, i += width) {
    all += counts[row]!;
    sum += counts[row]! * truth[i]!;
  }
  const mean = sum / all;
  let residual = 0;
  let total = 0;
  for (let row = 0, i = target; i < truth.length; row++, i += width) {
    residual += counts[row]! * (truth[i]! - values[i]!) ** 2;
    total += counts[row]! * (truth[i]! - mean) ** 2;
  }
  return total === 0 ? Number.NaN : 1 - residual / total;
}
