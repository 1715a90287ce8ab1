// Finds the levels of a table among the levels that a model knows, also if another file spells the same value differently:
// `1.0` for the class `1`, `TRUE` for `true`.
import { numberOf, truthOf, usualFormat } from './spelling.ts';

/** For each of `levels` its index in `known`, -1 if it is not there. The empty level means missing and is never found. */
export function levelIndex(levels: string[], known: string[]): Int32Array {
  const indices = new Map(known.map((level, index) => [level, index]));
  indices.delete('');
  const spelled = [...indices.keys()];
  const numbers = spelled.length > 0 && spelled.every((level) => String(Number(level)) === level);
  const truths = spelled.length > 0 && spelled.every((level) => truthOf(level) !== null);
  const byTruth = new Map(spelled.map((level) => [truthOf(level), indices.get(level)!]));
  return Int32Array.from(levels, (level) => {
    const exact = indices.get(level);
    if (exact !== undefined) return exact;
    if (numbers) {
      const value = numberOf(level, usualFormat);
      return value === null ? -1 : (indices.get(String(value + 0)) ?? -1);
    }
    if (truths) {
      const truth = truthOf(level);
      return truth === null ? -1 : (byTruth.get(truth) ?? -1);
    }
    return -1;
  });
}
