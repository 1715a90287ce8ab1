// How well a score ranks rows: areas under the ROC curve and under the precision-recall curve, by the definitions of
// scikit-learn's roc_auc_score and average_precision_score. Rows with equal scores are one step of the curve.

export interface Ranking {
  rocAuc: number;
  /** Average precision: the sum over thresholds of (recall gained) x precision. */
  prAuc: number;
}

/** `scores` of the rows that have the class, and of those that do not; both are sorted in place. null where one is empty. */
export function ranking(positive: Float64Array, negative: Float64Array): Ranking | null {
  if (positive.length === 0 || negative.length === 0) return null;
  positive.sort();
  negative.sort();
  let [p, n] = [positive.length, negative.length];
  let area = 0;
  let average = 0;
  // From the highest score down: each step takes all rows of one score.
  while (p > 0 || n > 0) {
    const score = Math.max(p > 0 ? positive[p - 1]! : -Infinity, n > 0 ? negative[n - 1]! : -Infinity);
    const [before, others] = [p, n];
    while (p > 0 && positive[p - 1] === score) p -= 1;
    while (n > 0 && negative[n - 1] === score) n -= 1;
    const gained = before - p;
    // Each of these rows lies above the n negative rows that remain, and beside those of its own score, which count half.
    area += gained * (n + (others - n) / 2);
    const found = positive.length - p;
    average += (gained / positive.length) * (found / (found + negative.length - n));
  }
  return { rocAuc: area / (positive.length * negative.length), prAuc: average };
}
