// The figures of a column: what the dataset screen and `inspect` show, and what proposals are based on.
import { setImmediate } from 'node:timers/promises';
import type { ColumnSummary } from '../../contract/table/dataset.ts';
import type { TableEngine } from '../../contract/table/tableEngine.ts';
import { countDistinct } from '../numbers/distinctNumbers.ts';
import { moments, present } from '../numbers/moments.ts';
import { distinctSeen, type NumberFacts } from '../numbers/numberFacts.ts';
import { betweenRanks, quantiles as quantilesOf, ranksOf } from '../numbers/quantiles.ts';
import type { ColumnKind } from './columnKind.ts';

const bins = 20;
const levelsShown = 20;

/** What is known of a number column after one pass over its cells; `profileNumbers` computes the rest. */
export function summariseNumbers(name: string, facts: NumberFacts): ColumnSummary {
  const some = facts.count > 0;
  return {
    name,
    type: 'number',
    missing: facts.rows - facts.count,
    distinct: facts.distinct.size,
    min: some ? facts.min : null,
    max: some ? facts.max : null,
    mean: some ? facts.mean : null,
    median: null,
    deviation: null,
    quantiles: null,
    whole: some && facts.whole,
    levels: [],
    histogram: { counts: [] },
    profiled: false,
  };
}

/** Completes a number column's figures. `values` has one entry per row, NaN for missing. It yields to other work between steps
 *  of a few hundredths of a second (for a million numbers). */
export async function profileNumbers(
  summary: ColumnSummary,
  values: Float64Array,
  engine?: TableEngine,
): Promise<ColumnSummary> {
  const numbers = present(values);
  if (numbers.length === 0) return { ...summary, profiled: true };
  const ordered = orderOf(summary, numbers, engine);
  // The `await` below handles a rejection.
  ordered.catch(() => {});
  await setImmediate();
  const { deviation, min, max } = moments(numbers);
  await setImmediate();
  const counts = histogram(numbers, min, max);
  const { distinct, quantiles } = await ordered;
  const [q5, q25, median, q75, q95] = quantiles;
  return {
    ...summary,
    distinct,
    deviation,
    median: median!,
    quantiles: [q5!, q25!, q75!, q95!],
    histogram: { counts },
    profiled: true,
  };
}

const shares = [0.05, 0.25, 0.5, 0.75, 0.95];
/** Fewer numbers are sorted here, faster than a thread starts. */
const orderedElsewhere = 10_000;

/** The count of different numbers, and their quantiles. */
async function orderOf(summary: ColumnSummary, numbers: Float64Array, engine: TableEngine | undefined) {
  const { length } = numbers;
  if (engine !== undefined && length >= orderedElsewhere) {
    const ranks = ranksOf(shares, length);
    const { values, different } = await engine.rankNumbers(numbers, ranks);
    const ranked = new Map(ranks.map((rank, i) => [rank, values[i]!]));
    return { distinct: different, quantiles: betweenRanks(shares, length, ranked) };
  }
  await setImmediate();
  const distinct = summary.distinct > distinctSeen ? await countDistinct(numbers) : summary.distinct;
  await setImmediate();
  return { distinct, quantiles: quantilesOf(numbers, shares) };
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
    quantiles: null,
    whole: false,
    levels: levels.map(({ value, rows }) => ({ value, rows })),
    histogram: { counts: levels.map((level) => level.rows) },
    profiled: true,
  };
}

/** Counts in equal bins over min..max; the last bin includes the maximum. One bin where all values are equal. */
function histogram(values: Float64Array, min: number, max: number): number[] {
  if (values.length === 0) return [];
  const width = (max - min) / bins;
  if (!(width > 0)) return [values.length];
  const counts = new Array<number>(bins).fill(0);
  for (let i = 0; i < values.length; i++) {
    const bin = Math.min(bins - 1, Math.floor((values[i]! - min) / width));
    counts[bin]!++;
  }
  return counts;
}
