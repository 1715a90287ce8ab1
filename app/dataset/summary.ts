// A column in figures: what the dataset screen and `inspect` show, and what proposals are made from.
import type { ColumnSummary } from '../contract/dataset.ts';
import type { ColumnKind } from './columns.ts';

const bins = 20;
const levelsShown = 20;

/** Figures of a number column; `values` has one entry per row, NaN missing, and is reordered. */
export function summariseNumbers(name: string, values: Float64Array): ColumnSummary {
  let count = 0;
  for (const value of values) if (!Number.isNaN(value)) values[count++] = value;
  const present = values.subarray(0, count);
  const { mean, deviation, min, max, whole } = moments(present);
  present.sort();
  const some = count > 0;
  return {
    name,
    type: 'number',
    missing: values.length - count,
    distinct: distinctOf(present),
    min: some ? min : null,
    max: some ? max : null,
    mean: some ? mean : null,
    median: some ? middleOf(present) : null,
    deviation: some ? deviation : null,
    whole: some && whole,
    levels: [],
    histogram: { counts: histogram(present, min, max) },
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

export interface Moments {
  mean: number;
  /** Population standard deviation. */
  deviation: number;
  min: number;
  max: number;
  whole: boolean;
}

/** Of numbers without NaN, in two passes in float64 in their order. Without any: 0, 0, Infinity, -Infinity, true. */
export function moments(values: Float64Array): Moments {
  let total = 0;
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  let whole = true;
  for (const value of values) {
    total += value;
    if (value < min) min = value;
    if (value > max) max = value;
    if (whole && !Number.isInteger(value)) whole = false;
  }
  const count = Math.max(values.length, 1);
  const mean = total / count;
  let squares = 0;
  for (const value of values) squares += (value - mean) * (value - mean);
  return { mean, deviation: Math.sqrt(squares / count), min, max, whole };
}

function middleOf(sorted: Float64Array): number {
  const { length } = sorted;
  const upper = sorted[length >> 1]!;
  const lower = length % 2 === 1 ? upper : sorted[(length >> 1) - 1]!;
  return lower + (upper - lower) / 2;
}

function distinctOf(sorted: Float64Array): number {
  let distinct = sorted.length === 0 ? 0 : 1;
  for (let i = 1; i < sorted.length; i++) if (sorted[i] !== sorted[i - 1]) distinct++;
  return distinct;
}

/** Counts in equal bins over min..max; the maximum belongs to the last. One bin where all values are the same. */
function histogram(values: Float64Array, min: number, max: number): number[] {
  if (values.length === 0) return [];
  const width = (max - min) / bins;
  if (!(width > 0)) return [values.length];
  const counts = new Array<number>(bins).fill(0);
  for (const value of values) {
    const bin = Math.min(bins - 1, Math.floor((value - min) / width));
    counts[bin]!++;
  }
  return counts;
}
