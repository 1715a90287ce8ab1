// The errors that permutation importance goes by: first the main metric, which the comparison with simple models goes by, then for
// classes the log loss, and for each number its mean and root mean squared error in its own unit.
import type { ImportanceMetric } from '../../contract/run/explanation.ts';
import { mainMetricOf, measured } from '../comparison/mainMetric.ts';
import { scoreClasses, scoreTarget } from '../metrics/scores.ts';
import type { Predictions } from '../predictions.ts';

export interface ErrorMeasure {
  metric: ImportanceMetric;
  /** null: of all targets, or of classes. */
  target: number | null;
  /** -1 where higher is better. */
  sign: 1 | -1;
}

/** @param shares each class's share of the training rows. @param weighted whether training weighed classes. */
export function errorMeasures(
  like: Predictions,
  shares: readonly number[],
  weighted: boolean,
): ErrorMeasure[] {
  const main = mainMetricOf(like, shares, weighted);
  if (like.kind === 'class')
    return [
      { metric: main, target: null, sign: -1 },
      { metric: 'logLoss', target: null, sign: 1 },
    ];
  const each = like.names.flatMap((_, target): ErrorMeasure[] => [
    { metric: 'mae', target, sign: 1 },
    { metric: 'rmse', target, sign: 1 },
  ]);
  return like.names.length === 1 ? each : [{ metric: 'r2', target: null, sign: -1 }, ...each];
}

/** One number per measure; those of `sign` -1 are negative. Throws AppError outputs_not_finite. */
export function errorsOf(
  measures: readonly ErrorMeasure[],
  truth: Float64Array,
  predictions: Predictions,
): number[] {
  const ones = new Uint16Array(
    predictions.kind === 'class' ? truth.length : truth.length / predictions.names.length,
  ).fill(1);
  return measures.map(({ metric, target, sign }) => {
    if (metric === 'logLoss')
      return predictions.kind === 'class' ? scoreClasses(truth, predictions).logLoss : 0;
    if (metric === 'rmse' || (metric === 'mae' && target !== null))
      return predictions.kind === 'numeric' ? scoreTarget(truth, predictions, target ?? 0)[metric] : 0;
    return sign * measured(metric, truth, predictions)(ones);
  });
}
