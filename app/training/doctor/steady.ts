// Keeps a diagnosis from coming and going. A rule is asked at the end of each of the last epochs, and only several equal verdicts in a
// row count, as in a Schmitt trigger: some to begin, some to end, and in between it stays as it was. What comes out is a function of
// the records alone: whoever looks at the same run sees the same.

/** `unclear` is between the bound at which a rule begins and the one at which it ends. */
export type Verdict = 'holds' | 'over' | 'unclear';

/** Epochs in a row. To begin as many as rules take medians of, so that no epoch decides alone; to end three times as many, since a loss
 *  that was calm for 10 epochs between two outbreaks is not cured. A change of settings ends what it cures at once. */
const inARow = { begins: 5, ends: 15 };
/** Epochs that are looked back over; a rule that was unclear for as long says nothing. */
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
