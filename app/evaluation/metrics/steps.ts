// The steps of a ranking: rows in the order of their scores, highest first, where rows of one score are one step. What areas and
// curves over thresholds are made of, as scikit-learn's _binary_clf_curve.

/** Scores of the rows that have the class, and of those that do not. */
export interface Against {
  positive: Float64Array;
  negative: Float64Array;
}

export interface Step {
  score: number;
  /** Rows with at least this score, of those that have the class and of those that do not. */
  found: number;
  falseAlarms: number;
}

/** @param taken called with the same object for each step
 *  @param against each sorted ascending */
export function eachStep({ positive, negative }: Against, taken: (step: Readonly<Step>) => void): void {
  let [p, n] = [positive.length, negative.length];
  const step: Step = { score: 0, found: 0, falseAlarms: 0 };
  while (p > 0 || n > 0) {
    const score = Math.max(p > 0 ? positive[p - 1]! : -Infinity, n > 0 ? negative[n - 1]! : -Infinity);
    while (p > 0 && positive[p - 1] === score) p -= 1;
    while (n > 0 && negative[n - 1] === score) n -= 1;
    step.score = score;
    step.found = positive.length - p;
    step.falseAlarms = negative.length - n;
    taken(step);
  }
}
