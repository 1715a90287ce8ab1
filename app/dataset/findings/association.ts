// How strongly two columns are associated, as a number: Pearson's and Spearman's correlation, Cramer's V corrected for chance
// (Bergsma, "A bias-correction for Cramer's V and Tschuprow's T", 2013), the share of variance between levels (eta squared).
// All in float64.

import { NumberDictionary } from '../numbers/numberDictionary.ts';
import { firstRows, sortRows } from '../numbers/sortRows.ts';
import { inSteps } from '../resources/inSteps.ts';

/** Pearson's correlation of two columns of the same length without NaN, -1..1; null where one is constant or empty. */
export async function correlation(first: Float64Array, second: Float64Array): Promise<number | null> {
  const [x, y] = [await meanOf(first), await meanOf(second)];
  let [xx, yy, xy] = [0, 0, 0];
  await inSteps(first.length, (from, to) => {
    for (let i = from; i < to; i++) {
      const a = first[i]! - x;
      const b = second[i]! - y;
      xx += a * a;
      yy += b * b;
      xy += a * b;
    }
  });
  if (!(xx > 0 && yy > 0)) return null;
  return Math.max(-1, Math.min(1, xy / Math.sqrt(xx) / Math.sqrt(yy)));
}

async function meanOf(values: Float64Array): Promise<number> {
  let sum = 0;
  await inSteps(values.length, (from, to) => {
    for (let i = from; i < to; i++) sum += values[i]!;
  });
  return sum / values.length;
}

/** Ranks from 1 in sorted order; equal numbers share the mean of their ranks. */
export async function ranks(values: Float64Array): Promise<Float64Array> {
  const order = await sortRows(firstRows(values.length), values, false);
  const found = new Float64Array(values.length);
  let start = 0;
  await inSteps(order.length, (from, end) => {
    for (let to = from + 1; to <= end; to++) {
      if (to < order.length && values[order[to]!] === values[order[start]!]) continue;
      for (let i = start; i < to; i++) found[order[i]!] = (start + 1 + to) / 2;
      start = to;
    }
  });
  return found;
}

/** Row counts of each pair of levels that occurs, and of each level. */
export interface PairCounts {
  rows: number;
  firstRows: Uint32Array;
  secondRows: Uint32Array;
  /** The pairs as `first * width + second`, and the row count of each. */
  pairs: NumberDictionary;
  pairRows: number[];
  width: number;
}

/** Counts pairs of level codes, -1 for missing; rows where either is missing are not counted. */
export async function countPairs(
  first: Int32Array,
  second: Int32Array,
  [firstLevels, secondLevels]: [number, number],
): Promise<PairCounts> {
  const width = Math.max(secondLevels, 1);
  const [firstRows, secondRows] = [new Uint32Array(firstLevels), new Uint32Array(secondLevels)];
  const pairs = new NumberDictionary();
  const pairRows: number[] = [];
  let rows = 0;
  await inSteps(first.length, (from, to) => {
    for (let row = from; row < to; row++) {
      const [a, b] = [first[row]!, second[row]!];
      if (a < 0 || b < 0) continue;
      rows++;
      firstRows[a]!++;
      secondRows[b]!++;
      const index = pairs.indexOf(a * width + b);
      pairRows[index] = (pairRows[index] ?? 0) + 1;
    }
  });
  return { rows, firstRows, secondRows, pairs, pairRows, width };
}

/** Row count of one pair of levels. */
export function rowsOfPair({ pairs, pairRows, width }: PairCounts, first: number, second: number): number {
  return pairRows[pairs.find(first * width + second)] ?? 0;
}

/** Cramer's V, 0..1, corrected for chance; null where one column has only one level, or every row has its own level. */
export function cramersV({ rows, firstRows, secondRows, pairs, pairRows, width }: PairCounts): number | null {
  const [r, k] = [present(firstRows), present(secondRows)];
  if (r < 2 || k < 2) return null;
  let sum = 0;
  const { numbers } = pairs;
  for (let index = 0; index < numbers.length; index++) {
    const [pair, count] = [numbers[index]!, pairRows[index]!];
    const expected = firstRows[Math.floor(pair / width)]! * secondRows[pair % width]!;
    sum += (count * count) / expected;
  }
  const phi2 = Math.max(0, sum - 1 - ((r - 1) * (k - 1)) / (rows - 1));
  const most = Math.min(corrected(r, rows), corrected(k, rows)) - 1;
  return most > 1e-12 ? Math.min(1, Math.sqrt(phi2 / most)) : null;
}

/** How many levels occur. */
function present(rows: Uint32Array): number {
  return rows.reduce((count, of) => count + (of > 0 ? 1 : 0), 0);
}

function corrected(levels: number, rows: number): number {
  return levels - (levels - 1) ** 2 / (rows - 1);
}

/** Share of the variance of `values` (no NaN) that the levels in `codes` explain, 0..1; null where the values are constant. */
export async function explainedShare(
  values: Float64Array,
  codes: Int32Array,
  levels: number,
): Promise<number | null> {
  const mean = await meanOf(values);
  const sums = new Float64Array(levels);
  const counts = new Float64Array(levels);
  let total = 0;
  await inSteps(values.length, (from, to) => {
    for (let i = from; i < to; i++) {
      const away = values[i]! - mean;
      total += away * away;
      sums[codes[i]!]! += away;
      counts[codes[i]!]!++;
    }
  });
  if (!(total > 0)) return null;
  let between = 0;
  for (let level = 0; level < levels; level++)
    if (counts[level]! > 0) between += sums[level]! ** 2 / counts[level]!;
  return Math.min(1, between / total);
}

/** Epsilon squared: the share of variance beyond what so many levels explain by chance; negative where it is less than that. */
export function beyondChance(share: number, rows: number, levels: number): number {
  return 1 - ((1 - share) * (rows - 1)) / Math.max(1, rows - levels);
}
