// Every metric of predictions on a set of rows, of whichever kind they are.
import type { AllMetrics } from '../../contract/run/metrics.ts';
import type { Predictions } from '../predictions.ts';
import { classMetrics } from './classMetrics.ts';
import { numberMetrics } from './numberMetrics.ts';

/** `truth` is rows x 1 (class index) or rows x targets (own units), at least one row. Rejects with AppError outputs_not_finite. */
export async function allMetrics(truth: Float64Array, predictions: Predictions): Promise<AllMetrics> {
  if (predictions.kind === 'class') return { kind: 'class', metrics: await classMetrics(truth, predictions) };
  const targets = predictions.names.map((name, target) => ({
    name,
    metrics: numberMetrics(truth, predictions, target),
  }));
  return { kind: 'numeric', targets };
}
