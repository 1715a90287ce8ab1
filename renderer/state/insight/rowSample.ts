// The rows that are drawn with the predictions, as arrays: every feature in its own units, the actual values, and each row's distance
// from a slice that holds the features that are not on an axis. The rows never change, so facts of a feature are computed once.

import type { RowSample } from '../../../app/contract/run/insight.ts';

/** Distance from the held values, in standard deviations (root mean square over the held columns), from which rows are the faintest:
 *  most rows are one or two standard deviations from the medians. */
const farthest = 2;

export class Sample {
  readonly columns: readonly string[];
  readonly levels: readonly (string[] | null)[];
  readonly count: number;
  /** The first `train` rows are training rows, the others validation rows; none: all rows are new to a trained model. */
  readonly train: number;
  /** The first rows, whose values are the usual ones: training rows, or else all. */
  readonly typical: number;
  /** Number of rows of both parts in the whole table. */
  readonly all: number;
  /** Names of the classes or target columns. */
  readonly outputs: readonly string[];
  /** Actual values: [row][target] in the target's units, or the index of each row's class; NaN where missing. */
  readonly truth: Float64Array;
  readonly rows: readonly number[];
  readonly #values: Float64Array;

  constructor(
    said: Omit<RowSample, 'values' | 'truth'>,
    columns: string[],
    values: Float64Array,
    truth: Float64Array,
  ) {
    this.columns = columns;
    this.levels = said.levels;
    this.count = said.rows.length;
    this.rows = said.rows;
    this.train = said.train;
    this.typical = said.train === 0 ? said.rows.length : said.train;
    this.all = said.all.train + said.all.validation;
    this.outputs = said.outputs;
    this.truth = truth;
    this.#values = values;
  }

  /** A column's values, one per row; do not write to them. */
  readonly column = remembered((name): Float64Array => {
    const at = this.columns.indexOf(name);
    const width = this.columns.length;
    return Float64Array.from(
      { length: this.count },
      (_, row) => this.#values[row * width + at] ?? Number.NaN,
    );
  });
  levelsOf(name: string): string[] | null {
    return this.levels[this.columns.indexOf(name)] ?? null;
  }
  /** Smallest and largest number; null where there is none. */
  readonly range = remembered((name): readonly [number, number] | null => {
    const finite = this.column(name).filter(Number.isFinite);
    return finite.length === 0 ? null : extent(finite);
  });
  /** Median of a numeric column, or most frequent level, over the typical rows, as the text of a cell. */
  readonly usual = remembered((name): string => {
    const known = this.column(name).subarray(0, this.typical).filter(Number.isFinite);
    const levels = this.levelsOf(name);
    if (levels) return levels[mostFrequent(known)] ?? levels[0] ?? '';
    const sorted = known.toSorted();
    const middle = sorted.length >> 1;
    const median =
      sorted.length % 2 === 1 ? sorted[middle]! : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
    return String(Number(median.toPrecision(6)));
  });
  readonly #deviation = remembered((name) => deviation(this.column(name)));

  /** Share of the target's variance that a numeric column explains, 0..1: squared correlation, or variance between the classes. */
  explained(name: string, classes: boolean): number {
    const x = this.column(name);
    return classes ? betweenClasses(x, this.truth) : squareCorrelation(x, this.truth, this.outputs.length);
  }

  /** How far each row is from a slice that holds these columns: 0 at the slice, 1 far from it. Every row is drawn, a far one
   *  faintly. @param beside further distances of the rows, in standard deviations, such as those to a plane. */
  distances(held: ReadonlyMap<string, string>, beside: Float64Array | null = null): Float64Array {
    const squares = beside ? beside.map((distance) => distance ** 2) : new Float64Array(this.count);
    for (const [name, text] of held) this.#addSquares(squares, name, text);
    const parts = Math.max(1, held.size + (beside ? 1 : 0));
    return squares.map((sum) => Math.min(1, Math.sqrt(sum / parts) / farthest));
  }

  #addSquares(squares: Float64Array, name: string, text: string): void {
    const values = this.column(name);
    const levels = this.levelsOf(name);
    if (levels) {
      const level = levels.indexOf(text);
      for (const [row, value] of values.entries()) squares[row]! += value === level ? 0 : 1;
      return;
    }
    const at = Number(text);
    const spread = this.#deviation(name) || 1;
    for (const [row, value] of values.entries())
      squares[row]! += Number.isFinite(value) ? ((value - at) / spread) ** 2 : 1;
  }
}

/** Memoizes `find` by name. */
function remembered<Found>(find: (name: string) => Found): (name: string) => Found {
  const known = new Map<string, { found: Found }>();
  return (name) => {
    const entry = known.get(name) ?? { found: find(name) };
    known.set(name, entry);
    return entry.found;
  };
}

/** Smallest and largest of some finite numbers. */
export function extent(values: Float64Array): readonly [low: number, high: number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return [low, high];
}

function mostFrequent(indices: Float64Array): number {
  const counts = new Map<number, number>();
  for (const index of indices) counts.set(index, (counts.get(index) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0]?.[0] ?? 0;
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

function deviation(values: Float64Array): number {
  const finite = values.filter(Number.isFinite);
  const middle = mean(finite);
  return Math.sqrt(mean(finite.map((value) => (value - middle) ** 2)));
}

/** Squared correlation with the first target. */
function squareCorrelation(x: Float64Array, truth: Float64Array, targets: number): number {
  const pairs = Array.from(x, (value, row) => [value, truth[row * targets]!] as const).filter(
    ([a, b]) => Number.isFinite(a) && Number.isFinite(b),
  );
  const ax = mean(Float64Array.from(pairs, ([a]) => a));
  const bx = mean(Float64Array.from(pairs, ([, b]) => b));
  let [ab, aa, bb] = [0, 0, 0];
  for (const [a, b] of pairs) {
    ab += (a - ax) * (b - bx);
    aa += (a - ax) ** 2;
    bb += (b - bx) ** 2;
  }
  return aa > 0 && bb > 0 ? (ab * ab) / (aa * bb) : 0;
}

function betweenClasses(x: Float64Array, truth: Float64Array): number {
  const groups = new Map<number, number[]>();
  for (const [row, value] of x.entries()) {
    const ofClass = truth[row]!;
    if (!Number.isFinite(value) || !Number.isFinite(ofClass)) continue;
    const group = groups.get(ofClass);
    if (group) group.push(value);
    else groups.set(ofClass, [value]);
  }
  const all = Float64Array.from([...groups.values()].flat());
  const whole = deviation(all) ** 2 * all.length;
  const middle = mean(all);
  let between = 0;
  for (const values of groups.values())
    between += values.length * (mean(Float64Array.from(values)) - middle) ** 2;
  return whole > 0 ? between / whole : 0;
}
