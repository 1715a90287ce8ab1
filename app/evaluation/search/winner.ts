// Which candidate wins, and how sure that is. Of those that do as well as the best, the one with the fewest parameters wins: a small
// difference within one standard error (of the paired difference over the folds) is no difference (Breiman et al., 1984).
import type { SearchScore, SearchWinner } from '../../contract/run/search.ts';
import { mean, standardError } from './foldScores.ts';

export interface Scored {
  index: number;
  parameters: number;
  score: SearchScore;
}

/** By how much `one` is worse than `other` on average (negative: better), with the standard error over the folds. */
export function difference(one: SearchScore, other: SearchScore): { value: number; error: number } {
  const each = one.folds.map((value, fold) => value - other.folds[fold]!);
  return { value: mean(each), error: standardError(each) ?? Number.POSITIVE_INFINITY };
}

type Chosen = Pick<SearchWinner, 'candidate' | 'best' | 'asGood' | 'lead'>;

/** Of those that are compared, all after the same epochs; null for none. Equal candidates: the lower index wins.
 *  @param equalShare of the best one's score: a larger difference is one, however much the folds differ */
export function chooseWinner(compared: readonly Scored[], equalShare: number): Chosen | null {
  const byMean = [...compared].sort((a, b) => a.score.mean - b.score.mean || a.index - b.index);
  const [best] = byMean;
  if (best === undefined) return null;
  const asGood = byMean.filter((one) => one === best || isAsGood(one.score, best.score, equalShare));
  const winner = asGood.reduce((least, one) => (one.parameters < least.parameters ? one : least));
  const others = byMean.filter((one) => one !== winner);
  return {
    candidate: winner.index,
    best: best.index,
    asGood: asGood.filter((one) => one !== winner).map(({ index }) => index),
    lead: others[0] === undefined ? null : leadOver(winner, others[0]),
  };
}

function isAsGood(one: SearchScore, best: SearchScore, equalShare: number): boolean {
  const { value, error } = difference(one, best);
  // A single fold has no standard error: nothing says that the difference is one.
  return value <= error && value <= equalShare * Math.abs(best.mean);
}

function leadOver({ score }: Scored, other: Scored): NonNullable<Chosen['lead']> {
  const { value, error } = difference(other.score, score);
  const known = Number.isFinite(error) ? error : 0;
  return { over: other.index, value, error: known, isReal: Number.isFinite(error) && value > error };
}
