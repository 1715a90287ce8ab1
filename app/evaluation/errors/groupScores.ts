// The score of each group of rows beside that of all other rows: accuracy with Wilson's interval and Fisher's exact test; balanced accuracy
// with the binomial spread of each class's recall; the mean absolute error of a target with Student's interval and Welch's test.
import { confidence } from '../../contract/run/comparison.ts';
import { fewestCompared, type GroupScore, type Groups } from '../../contract/run/errorGroups.ts';
import { higherIsBetter } from '../comparison/mainMetric.ts';
import { wilson } from '../comparison/wilson.ts';
import { fisher } from '../distributions/fisher.ts';
import { normalTails, reach95 } from '../distributions/normal.ts';
import { studentQuantile, studentTails } from '../distributions/studentT.ts';
import type { ClassErrors, RowErrors } from './rowErrors.ts';
import { badness } from './rowSelection.ts';

export interface GroupMeasure extends Pick<Groups, 'metric' | 'method' | 'rows' | 'value'> {
  /** @param codes the group of each row, 0..groups - 1. */
  scores: (codes: Int32Array, groups: number) => GroupScore[];
}

/** @param metric what classes are judged by. @param target index of the target that numbers are judged by. */
export function groupMeasure(
  errors: RowErrors,
  metric: 'accuracy' | 'balancedAccuracy',
  target: number,
): GroupMeasure {
  if (errors.kind === 'numeric') return ofSizes(badness(errors, target));
  return metric === 'accuracy' ? ofHits(errors) : ofRecalls(errors);
}

/** Whether `value` is worse than that of the rest. */
export function isWorse(metric: Groups['metric'], { value, rest }: GroupScore): boolean {
  return rest !== null && (higherIsBetter(metric) ? value < rest : value > rest);
}

/** Whether a group and the rest have enough rows to be compared. */
const comparable = (rows: number, all: number) => rows >= fewestCompared && all - rows >= fewestCompared;

function ofHits({ truth, chosen }: ClassErrors): GroupMeasure {
  const all = chosen.length;
  let allHits = 0;
  for (let row = 0; row < all; row++) if (chosen[row] === truth[row]) allHits++;
  return {
    ...{ metric: 'accuracy', method: 'wilson', rows: all, value: allHits / all },
    scores: (codes, groups) => {
      const hits = new Uint32Array(groups);
      const rows = new Uint32Array(groups);
      for (let row = 0; row < all; row++) {
        rows[codes[row]!]!++;
        if (chosen[row] === truth[row]) hits[codes[row]!]!++;
      }
      return Array.from(rows, (own, group) => ({
        ...{ rows: own, wrong: own - hits[group]!, value: hits[group]! / own },
        ...wilson(hits[group]!, own),
        rest: own === all ? null : (allHits - hits[group]!) / (all - own),
        chance: comparable(own, all) ? fisher(hits[group]!, own, allHits, all) : null,
      }));
    },
  };
}

function ofRecalls({ truth, chosen, classes }: ClassErrors): GroupMeasure {
  const kinds = classes.length;
  const all = chosen.length;
  const countedIn = (codes: Int32Array, groups: number) => {
    const found = { hits: new Uint32Array(groups * kinds), rows: new Uint32Array(groups * kinds) };
    for (let row = 0; row < all; row++) {
      const cell = codes[row]! * kinds + truth[row]!;
      found.rows[cell]!++;
      if (chosen[row] === truth[row]) found.hits[cell]!++;
    }
    return found;
  };
  const whole = countedIn(new Int32Array(all), 1);
  return {
    ...{ metric: 'balancedAccuracy', method: 'recalls', rows: all, value: meanRecall(whole).value },
    scores: (codes, groups) => {
      const { hits, rows } = countedIn(codes, groups);
      return Array.from({ length: groups }, (_, group) => {
        const of = (counts: Uint32Array) => counts.subarray(group * kinds, (group + 1) * kinds);
        const own = { hits: of(hits), rows: of(rows) };
        const others = {
          hits: whole.hits.map((count, k) => count - own.hits[k]!),
          rows: whole.rows.map((count, k) => count - own.rows[k]!),
        };
        return besideRest(own, others);
      });
    },
  };
}

interface ClassCounts {
  hits: Uint32Array;
  rows: Uint32Array;
}

/** The rest is scored on the classes that it shares with the group: the rows of one class are easier than those of another, so that a
 *  group without the hard class would look better than the rest by that alone. */
function besideRest(own: ClassCounts, others: ClassCounts): GroupScore {
  const [mine, rest] = [meanRecall(own), meanRecall(alsoIn(own, others))];
  const shared = meanRecall(alsoIn(others, own));
  const [rows, otherRows] = [sum(own.rows), sum(others.rows)];
  const reach = reach95 * mine.error;
  const hasRest = !Number.isNaN(rest.value);
  return {
    ...{ rows, wrong: rows - sum(own.hits), value: mine.value },
    low: Math.max(0, mine.value - reach),
    high: Math.min(1, mine.value + reach),
    rest: hasRest ? rest.value : null,
    chance:
      hasRest && comparable(rows, rows + otherRows)
        ? normalTails((shared.value - rest.value) / Math.hypot(shared.error, rest.error))
        : null,
  };
}

/** `counts` without the classes of which `other` has no row. */
function alsoIn(other: ClassCounts, counts: ClassCounts): ClassCounts {
  return { hits: counts.hits, rows: counts.rows.map((rows, k) => (other.rows[k] === 0 ? 0 : rows)) };
}

/** The mean recall of the classes that occur (NaN where none does), and its standard error. Two right and two wrong rows are added to each class for its
 *  spread (Agresti and Coull), which would be 0 where all are right. */
function meanRecall({ hits, rows }: ClassCounts): { value: number; error: number } {
  let found = 0;
  let total = 0;
  let variance = 0;
  for (let k = 0; k < rows.length; k++) {
    if (rows[k] === 0) continue;
    const share = (hits[k]! + 2) / (rows[k]! + 4);
    found++;
    total += hits[k]! / rows[k]!;
    variance += (share * (1 - share)) / (rows[k]! + 4);
  }
  return { value: total / found, error: Math.sqrt(variance) / found };
}

function sum(counts: Uint32Array): number {
  let total = 0;
  for (const count of counts) total += count;
  return total;
}

interface Moments {
  rows: number;
  mean: number;
  /** Of the mean: the squared standard error. */
  error: number;
}

/** @param errors sizes of the errors. */
function ofSizes(errors: Float64Array): GroupMeasure {
  const all = errors.length;
  let total = 0;
  for (const error of errors) total += error;
  const mean = total / all;
  // Sums of differences from the mean, which lose no digits.
  const summed = (codes: Int32Array, groups: number) => {
    const found = Array.from({ length: groups }, () => ({ rows: 0, first: 0, second: 0 }));
    for (let row = 0; row < all; row++) {
      const group = found[codes[row]!]!;
      const from = errors[row]! - mean;
      group.rows++;
      group.first += from;
      group.second += from * from;
    }
    return found;
  };
  const [whole] = summed(new Int32Array(all), 1);
  return {
    ...{ metric: 'mae', method: 'student', rows: all, value: mean },
    scores: (codes, groups) =>
      summed(codes, groups).map((own) => {
        const others = {
          rows: whole!.rows - own.rows,
          first: whole!.first - own.first,
          second: whole!.second - own.second,
        };
        return ofMeans(moments(own, mean), moments(others, mean));
      }),
  };
}

function moments(
  { rows, first, second }: { rows: number; first: number; second: number },
  mean: number,
): Moments {
  const variance = rows < 2 ? 0 : Math.max(0, second - (first * first) / rows) / (rows - 1);
  return { rows, mean: mean + first / rows, error: variance / rows };
}

function ofMeans(own: Moments, rest: Moments): GroupScore {
  const known = own.rows >= fewestCompared;
  const reach = known ? studentQuantile(1 - confidence, own.rows - 1) * Math.sqrt(own.error) : 0;
  return {
    ...{ rows: own.rows, wrong: null, value: own.mean },
    low: known ? Math.max(0, own.mean - reach) : null,
    high: known ? own.mean + reach : null,
    rest: rest.rows === 0 ? null : rest.mean,
    chance: comparable(own.rows, own.rows + rest.rows) ? welch(own, rest) : null,
  };
}

function welch(a: Moments, b: Moments): number {
  const error = a.error + b.error;
  if (error === 0) return a.mean === b.mean ? 1 : 0;
  const degrees = error ** 2 / (a.error ** 2 / (a.rows - 1) + b.error ** 2 / (b.rows - 1));
  return studentTails((a.mean - b.mean) / Math.sqrt(error), degrees);
}
