// Truth and predictions of one target -> every metric of a regression, by the definitions of app/contract/run/metrics.ts
// (scikit-learn's median_absolute_error and mean_absolute_percentage_error, and those of scores.ts).
import type { NumberMetrics } from '../../contract/run/metrics.ts';
import type { NumberPredictions } from '../predictions.ts';
import { median } from './median.ts';
import { scoreTarget } from './scores.ts';

/** `truth` is rows x targets in own units. Throws as `scoreNumbers` does. */
export function numberMetrics(truth: Float64Array, p: NumberPredictions, target: number): NumberMetrics {
  const { rmse, mae, r2 } = scoreTarget(truth, p, target);
  const width = p.names.length;
  const errors = new Float64Array(truth.length / width);
  let relative = 0;
  let zero = false;
  for (let row = 0; row < errors.length; row++) {
    const actual = truth[row * width + target]!;
    const error = Math.abs(p.values[row * width + target]! - actual);
    errors[row] = error;
    zero ||= actual === 0;
    relative += error / Math.abs(actual) / errors.length;
  }
  const mape = zero || !Number.isFinite(relative) ? null : relative;
  return { rmse, mae, medianError: median(errors), r2, mape };
}
