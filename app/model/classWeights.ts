// How much a class counts beside the others. Balanced is scikit-learn's compute_class_weight: rows / (classes * rows of the
// class), so that each class weighs the same in all, and the mean row weighs 1.
import type { ClassWeights } from '../contract/spec/losses.ts';

/** One for each class; null where all count the same. `learned` are the class indices of the training rows. A class that
 *  none of them has counts as if one had it: other rows may. */
export function classWeightsOf(
  setting: ClassWeights,
  learned: ArrayLike<number>,
  classes: number,
): Float64Array | null {
  if (setting === 'none') return null;
  if (setting !== 'balanced') return Float64Array.from(setting);
  const rows = new Float64Array(classes);
  for (let i = 0; i < learned.length; i++) rows[learned[i]!]! += 1;
  return rows.map((count) => learned.length / (classes * Math.max(1, count)));
}
