// A column in figures: what the dataset screen and `inspect` show, and what proposals are made from.
import type { ColumnSummary } from '../contract/dataset.ts';
import type { ColumnKind } from './columns.ts';

const bins = 20;
const levelsShown = 20;

/** Figures of a number column; `values` has one entry per row, NaN missing, and is sorted in place. */
export function summariseNumbers(name: string, values: Float64Array): ColumnSummary {
  const { mean, deviation, whole } = moments(values);
  // NaN sorts to the end.
  values.sort();
  let count = values.length;
  while (count > 0 && Number.isNaN(values[count - 1])) count--;
  const sorted = values.subarray(0, count);
  const some = count > 0;
  return {
    name,
    type: 'number',
    missing: values.length - count,
    distinct: distinctOf(sorted),
    min: some ? sorted[0]! : null,
    max: some ? sorted[count - 1]! : null,
    mean: some ? mean : null,
    median: some ? medianOf(sorted) : null,
    deviation: some ? deviation : null,
    whole: some && whole,
    levels: [],
    histogram: { counts: histogram(sorted) },
  };
}

export function summariseLevels(name: string, kind: ColumnKind): ColumnSummary {
  const levels = (kind.levels?.levels ?? []).slice(0, levelsShown);
  return {
    name,
    type: kind.type,
    missing: kind.missingRows,
    distinct: kind.levels?.distinct ?? 0,
    min: null,
    max: null,
    mean: null,
    median: null,
    deviation: null,
    whole: false,
    levels: levels.map(({ value, rows }) => ({ value, rows })),
    histogram: { counts: levels.map((level) => level.rows) },
  };
}

/** Mean and population standard deviation of what is not NaN, in two passes in float64. */
export function moments(values: Float64Array): { mean: number; deviation: number; whole: boolean } {
  let count = 0;
  let total = 0;
  let whole = true;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    count++;
    total += value;
    if (whole && !Number.isInteger(value)) whole = false;
  }
  const mean = total / Math.max(count, 1);
  let squares = 0;
  for (const value of values) {
    if (!Number.isNaN(value)) squares += (value - mean) * (value - mean);
  }
  return { mean, deviation: Math.sqrt(squares / Math.max(count, 1)), whole };
}

/** Of sorted numbers; 0 without any. */
export function medianOf(sorted: Float64Array): number {
  const { length } = sorted;
  if (length === 0) return 0;
  const upper = sorted[length >> 1]!;
  if (length % 2 === 1) return upper;
  const lower = sorted[(length >> 1) - 1]!;
  return lower + (upper - lower) / 2;
}

function distinctOf(sorted: Float64Array): number {
  let distinct = sorted.length === 0 ? 0 : 1;
  for (let i = 1; i < sorted.length; i++) if (sorted[i] !== sorted[i - 1]) distinct++;
  return distinct;
}

/** Counts in equal bins over min..max; the maximum belongs to the last. One bin where all values are the same. */
function histogram(sorted: Float64Array): number[] {
  const { length } = sorted;
  if (length === 0) return [];
  const min = sorted[0]!;
  const width = (sorted[length - 1]! - min) / bins;
  if (!(width > 0)) return [length];
  const counts = new Array<number>(bins).fill(0);
  for (const value of sorted) {
    const bin = Math.min(bins - 1, Math.floor((value - min) / width));
    counts[bin] = counts[bin]! + 1;
  }
  return counts;
}
