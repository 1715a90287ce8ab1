// Predictions of classes -> all curves of one class against the rest. Others get their turn between the steps, each of which takes about a
// tenth of a second on a million rows.
import { setImmediate } from 'node:timers/promises';
import type { Curves } from '../../contract/run/curves.ts';
import { against } from '../metrics/against.ts';
import type { ClassPredictions } from '../predictions.ts';
import { calibrationCurve } from './calibrationCurve.ts';
import { rankedCurves } from './rankedCurves.ts';
import { ofFirstClass, thresholdCounts } from './thresholdCounts.ts';

/** Rejects with an AbortError at the next turn of others. @param k index of the class; of two classes, counts follow the rule by which one
 *  of them is predicted. */
export async function classCurves(
  truth: Float64Array,
  p: ClassPredictions,
  k: number,
  signal?: AbortSignal,
): Promise<Curves> {
  const turn = async () => {
    await setImmediate();
    signal?.throwIfAborted();
  };
  await turn();
  const scores = against(truth, p, k);
  const [positives, negatives] = [scores.positive.length, scores.negative.length];
  await turn();
  const ranked = rankedCurves(scores);
  await turn();
  const counts =
    p.classes.length === 2 && k === 0
      ? ofFirstClass(thresholdCounts(against(truth, p, 1)), positives, negatives)
      : thresholdCounts(scores);
  await turn();
  return { positives, negatives, ranked, calibration: calibrationCurve(scores), ...counts };
}
