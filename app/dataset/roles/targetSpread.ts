// Whether the numbers of a target differ enough to be learned. Input: a column's figures; output: what is wrong with its spread, and
// the English words for it, or null.
import type { ColumnSummary } from '../../contract/table/dataset.ts';
import { isRounding } from '../numbers/rounding.ts';

export type SpreadProblem = 'oneValue' | 'onlyRounding' | 'tinySpread';

/** Scores square errors, which are much smaller than the spread; doubles end near 1e-308. */
const leastSpread = 1e-100;

export function spreadProblem({ distinct, min, max }: ColumnSummary): SpreadProblem | null {
  if (min === null || max === null) return null;
  if (distinct === 1) return 'oneValue';
  if (isRounding(min, max)) return 'onlyRounding';
  return max - min < leastSpread ? 'tinySpread' : null;
}

/** After "it" or the column's name; ends without a full stop. */
export function spreadWords(problem: SpreadProblem, { min, max, levels }: ColumnSummary): string {
  switch (problem) {
    case 'oneValue':
      return `has one value only, "${levels[0]?.value ?? min}", so there is nothing to learn`;
    case 'onlyRounding':
      return `has values between ${min} and ${max}, which differ only by rounding, so there is nothing to learn`;
    case 'tinySpread':
      return `has values between ${min} and ${max}, so close together that squares of errors would be 0; multiply the column by a large number`;
  }
}
