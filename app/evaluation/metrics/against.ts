// One class against the rest: the probabilities of the class in the rows that have it, and in those that do not.
import type { ClassPredictions } from '../predictions.ts';
import type { Against } from './steps.ts';

/** Both sorted ascending. @param truth class index of each row; @param k index of the class. */
export function against(
  truth: Float64Array,
  { classes, probabilities }: ClassPredictions,
  k: number,
): Against {
  let positives = 0;
  for (const actual of truth) if (actual === k) positives += 1;
  const positive = new Float64Array(positives);
  const negative = new Float64Array(truth.length - positives);
  let [p, n] = [0, 0];
  for (let row = 0; row < truth.length; row++) {
    const score = probabilities[row * classes.length + k]!;
    if (truth[row] === k) positive[p++] = score;
    else negative[n++] = score;
  }
  return { positive: positive.sort(), negative: negative.sort() };
}
