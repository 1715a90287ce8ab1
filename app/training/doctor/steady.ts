// Keeps a diagnosis from appearing and disappearing. A rule is evaluated at the end of each of the last epochs, and only
// several equal verdicts in a row change the result, as in a Schmitt trigger: some to begin, some to end; in between it stays
// as it was. The result depends on the records alone, so everyone who looks at the same run sees the same.

/** `unclear` lies between the bound where a rule begins and the bound where it ends. */
export type Verdict = 'holds' | 'over' | 'unclear';

/** Epochs in a row. As many to begin as the rules' medians cover, so that no single epoch decides; three times as many to end,
 *  since a loss that was calm for 10 epochs between two outbreaks is not cured. A change of settings ends what it cures at
 *  once. */
const inARow = { begins: 5, ends: 15 };
/** How many epochs are examined; a rule that was unclear in all of them reports nothing. */
const lookedBack = 60;

/** @param verdictAt the verdict on the first `epochs` epochs. */
export function isSteady(epochs: number, verdictAt: (epochs: number) => Verdict): boolean {
  let last: Verdict = 'unclear';
  let count = 0;
  for (let end = epochs; end > Math.max(0, epochs - lookedBack); end--) {
    const verdict = verdictAt(end);
    count = verdict === last ? count + 1 : 1;
    last = verdict;
    if (verdict === 'holds' && count === inARow.begins) return true;
    if (verdict === 'over' && count === inARow.ends) return false;
  }
  return false;
}
