// How much each class counts in the loss. `balanced` is scikit-learn's compute_class_weight: rows / (classes * rows of the
// class), so that all classes count the same in total, and the mean weight of a row is 1.
import type { ClassWeights } from '../contract/spec/losses.ts';

/** One weight for each class; null if all are equal. `learned` are the class indices of the training rows. A class without
 *  training rows counts as having one, since other rows may have it. */
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
