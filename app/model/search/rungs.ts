// The arithmetic of successive halving: after how many epochs a rung ends, how many candidates go into it, and what is still to be
// trained. Which candidates are the best is decided elsewhere. After scikit-learn's HalvingGridSearchCV, with epochs as the resource.
import { schedule } from './space.ts';

/** The epochs after which the rungs end, ascending, the last one `epochs`: fewer rungs where these are few. */
export function rungEpochs(epochs: number): number[] {
  const ends = schedule.rungs.map((share) => Math.ceil(share * epochs - 1e-9));
  return ends.filter((end, rung) =>
    end === epochs ? rung === ends.indexOf(end) : end >= schedule.leastEpochs,
  );
}

/** How many of `candidates` go from one rung into the next. */
export function survivors(candidates: number): number {
  return Math.min(
    candidates,
    Math.max(schedule.leastKept, Math.ceil(candidates * schedule.keptShare - 1e-9)),
  );
}

/** How many candidates are in each rung of a search of `candidates`. */
export function rungCandidates(candidates: number, rungs: number): number[] {
  const counts = [candidates];
  while (counts.length < rungs) counts.push(survivors(counts.at(-1)!));
  return counts.slice(0, rungs);
}

/** Epochs of candidates that the rungs from `rung` on train, all candidates together. */
export function epochsFrom(rung: number, candidates: number, ends: readonly number[]): number {
  const counts = rungCandidates(candidates, ends.length);
  let sum = 0;
  for (let k = rung; k < ends.length; k++) sum += counts[k]! * (ends[k]! - (ends[k - 1] ?? 0));
  return sum;
}
