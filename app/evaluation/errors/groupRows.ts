// The values of a column -> groups of rows: a few numbers or levels each for themselves, many numbers in bins of about as many rows,
// the levels of few rows together, rows without a value as a group of their own, the last one.
import { fewestCompared, type GroupName } from '../../contract/run/errorGroups.ts';

export interface RowGroups {
  /** The group of each row. */
  codes: Int32Array;
  names: GroupName[];
}

/** So few different numbers are a group each. */
const fewNumbers = 8;
const bins = 5;
/** Fewer rows make fewer bins. */
const rowsPerBin = 20;
/** So few levels are a group each, however few their rows. */
const fewLevels = 12;
const mostLevels = 50;

/** @param values one per row; NaN is missing. */
export function groupsOfNumbers(values: Float64Array): RowGroups {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  const distinct = firstDistinct(sorted, fewNumbers + 1);
  const few = distinct.length <= fewNumbers;
  const starts = few ? distinct : binStarts(sorted);
  const names = starts.map((low, bin): GroupName => {
    if (few) return { kind: 'number', value: low };
    const next = starts[bin + 1];
    const end = next === undefined ? sorted.length : lowerBound(sorted, next);
    const high = sorted[end - 1]!;
    return low === high ? { kind: 'number', value: low } : { kind: 'range', low, high };
  });
  const codes = new Int32Array(values.length);
  for (let row = 0; row < values.length; row++) codes[row] = binOf(values[row]!, starts);
  return withMissing(codes, names);
}

/** @param codes one per row, an index in `levels`; -1 is missing. */
export function groupsOfLevels(codes: Int32Array, levels: readonly string[]): RowGroups {
  const counts = countsOf(codes, levels.length);
  const used = [...counts.keys()].filter((level) => counts[level]! > 0);
  used.sort((a, b) => counts[b]! - counts[a]! || a - b);
  const own =
    used.length <= fewLevels
      ? used
      : used.slice(0, mostLevels).filter((level) => counts[level]! >= fewestCompared);
  const names = own.map((level): GroupName => ({ kind: 'level', level: levels[level]! }));
  const others = used.length - own.length;
  if (others > 0) names.push({ kind: 'others', levels: others });
  const groupOf = new Int32Array(levels.length).fill(own.length);
  for (const [group, level] of own.entries()) groupOf[level] = group;
  return withMissing(
    codes.map((level) => (level < 0 ? -1 : groupOf[level]!)),
    names,
  );
}

/** @param values one per row, such as its month; NaN where it has none. */
export function groupsOfDateParts(values: Float64Array): RowGroups {
  const distinct = [...new Set(values)].filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  const index = new Map(distinct.map((value, group) => [value, group]));
  return withMissing(
    Int32Array.from(values, (value) => index.get(value) ?? -1),
    distinct.map((value) => ({ kind: 'datePart', value })),
  );
}

/** Rows with the code -1 become the last group. */
function withMissing(codes: Int32Array, names: GroupName[]): RowGroups {
  if (!codes.includes(-1)) return { codes, names };
  const missing = names.length;
  for (let row = 0; row < codes.length; row++) if (codes[row] === -1) codes[row] = missing;
  return { codes, names: [...names, { kind: 'missing' }] };
}

/** How many rows have each of the codes 0..count - 1. */
function countsOf(codes: Int32Array, count: number): Uint32Array {
  const counts = new Uint32Array(count);
  for (const code of codes) if (code >= 0) counts[code]!++;
  return counts;
}

/** The first `most` different numbers, ascending. */
function firstDistinct(sorted: Float64Array, most: number): number[] {
  const found: number[] = [];
  for (let at = 0; at < sorted.length && found.length < most; at = upperBound(sorted, sorted[at]!))
    found.push(sorted[at]! + 0);
  return found;
}

/** The smallest number of each bin; equal numbers stay together. */
function binStarts(sorted: Float64Array): number[] {
  const wanted = Math.min(bins, Math.max(2, Math.floor(sorted.length / rowsPerBin)));
  const starts = new Set<number>();
  for (let bin = 0; bin < wanted; bin++) starts.add(sorted[Math.floor((bin * sorted.length) / wanted)]!);
  return [...starts];
}

function binOf(value: number, starts: readonly number[]): number {
  if (Number.isNaN(value)) return -1;
  let bin = starts.length - 1;
  while (bin > 0 && value < starts[bin]!) bin--;
  return bin;
}

const lowerBound = (sorted: Float64Array, value: number) => firstIndex(sorted, (other) => other >= value);
const upperBound = (sorted: Float64Array, value: number) => firstIndex(sorted, (other) => other > value);

/** By bisection; `holds` is false up to some index and true from there on. */
function firstIndex(sorted: Float64Array, holds: (value: number) => boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(sorted[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}
