// How well a score ranks rows: areas under the ROC curve and under the precision-recall curve, by the definitions of
// scikit-learn's roc_auc_score and average_precision_score. Rows with equal scores are one step of the curve.
import { type Against, eachStep } from './steps.ts';

export interface Ranking {
  rocAuc: number;
  /** Average precision: the sum over thresholds of (recall gained) x precision. */
  prAuc: number;
}

/** null where no row has the class, or all have it. @param scores each sorted ascending. */
export function ranking(scores: Against): Ranking | null {
  const [positives, negatives] = [scores.positive.length, scores.negative.length];
  if (positives === 0 || negatives === 0) return null;
  let area = 0;
  let average = 0;
  let [foundBefore, alarmsBefore] = [0, 0];
  eachStep(scores, ({ found, falseAlarms }) => {
    const gained = found - foundBefore;
    // Each of these rows lies above the negative rows that remain, and beside those of its own score, which count half.
    area += gained * (negatives - falseAlarms + (falseAlarms - alarmsBefore) / 2);
    average += (gained / positives) * (found / (found + falseAlarms));
    [foundBefore, alarmsBefore] = [found, falseAlarms];
  });
  return { rocAuc: area / (positives * negatives), prAuc: average };
}
