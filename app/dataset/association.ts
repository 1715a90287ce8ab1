// How strongly two columns go together, as a number: Pearson's and Spearman's correlation, Cramer's V corrected for chance (Bergsma,
// "A bias-correction for Cramer's V and Tschuprow's T", 2013), the share of variance between levels (eta squared). All in float64.
import { inSteps } from './inSteps.ts';
import { firstRows, sortRows } from './sortRows.ts';

/** Pearson's correlation of two columns of the same length without NaN, -1..1; null where one is constant or there is nothing. */
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

/** Places in sorted order from 1; equal numbers share the mean of theirs. */
export async function ranks(values: Float64Array): Promise<Float64Array> {
  const order = await sortRows(firstRows(values.length), values, false);
  const places = new Float64Array(values.length);
  let start = 0;
  await inSteps(order.length, (from, end) => {
    for (let to = from + 1; to <= end; to++) {
      if (to < order.length && values[order[to]!] === values[order[start]!]) continue;
      for (let i = start; i < to; i++) places[order[i]!] = (start + 1 + to) / 2;
      start = to;
    }
  });
  return places;
}

/** Rows of each pair of levels; levels without any row are not among `firstRows` and `secondRows`. */
export interface PairCounts {
  rows: number;
  firstRows: Map<number, number>;
  secondRows: Map<number, number>;
  /** By `first * width + second`. */
  pairs: Map<number, number>;
  width: number;
}

/** Of codes of levels, -1 missing; rows that lack one are not counted. */
export async function countPairs(
  first: Int32Array,
  second: Int32Array,
  secondLevels: number,
): Promise<PairCounts> {
  const width = Math.max(secondLevels, 1);
  const counts: PairCounts = {
    rows: 0,
    firstRows: new Map(),
    secondRows: new Map(),
    pairs: new Map(),
    width,
  };
  const one = (map: Map<number, number>, key: number) => map.set(key, (map.get(key) ?? 0) + 1);
  await inSteps(first.length, (from, to) => {
    for (let row = from; row < to; row++) {
      const [a, b] = [first[row]!, second[row]!];
      if (a >= 0 && b >= 0) one(counts.pairs, a * width + b);
    }
  });
  for (const [pair, rows] of counts.pairs) {
    const [a, b] = [Math.floor(pair / width), pair % width];
    counts.rows += rows;
    counts.firstRows.set(a, (counts.firstRows.get(a) ?? 0) + rows);
    counts.secondRows.set(b, (counts.secondRows.get(b) ?? 0) + rows);
  }
  return counts;
}

/** Cramer's V, 0..1, corrected for chance; null where one column has one level, or a level for each row. */
export function cramersV({ rows, firstRows, secondRows, pairs, width }: PairCounts): number | null {
  const [r, k] = [firstRows.size, secondRows.size];
  if (r < 2 || k < 2) return null;
  let sum = 0;
  for (const [pair, count] of pairs) {
    const expected = firstRows.get(Math.floor(pair / width))! * secondRows.get(pair % width)!;
    sum += (count * count) / expected;
  }
  const phi2 = Math.max(0, sum - 1 - ((r - 1) * (k - 1)) / (rows - 1));
  const most = Math.min(corrected(r, rows), corrected(k, rows)) - 1;
  return most > 1e-12 ? Math.min(1, Math.sqrt(phi2 / most)) : null;
}

function corrected(levels: number, rows: number): number {
  return levels - (levels - 1) ** 2 / (rows - 1);
}

/** Share of the variance of `values` (no NaN) between the levels that `codes` says, 0..1; null where they do not vary. */
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
