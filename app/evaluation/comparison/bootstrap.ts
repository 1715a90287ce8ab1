// The percentile bootstrap (Efron, 1979): rows are drawn with replacement many times, and each statistic is computed on every
// draw. All statistics see the same draws, so that their differences are paired.
import { setImmediate } from 'node:timers/promises';
import type { Counts, Measured } from './mainMetric.ts';

/** `below(n)`: a random whole number 0..n-1. */
export interface RowDraw {
  below(limit: number): number;
}

const usualDraws = 1_000;
const fewestDraws = 200;
/** Rows drawn in all, at most, unless `fewestDraws` need more. */
const mostRowsDrawn = 20_000_000;
/** Others get their turn after so many drawn rows. */
const rowsPerTurn = 200_000;

/** One list per statistic, of its values on each draw. */
export async function bootstrap(
  rows: number,
  statistics: readonly Measured[],
  random: RowDraw,
): Promise<Float64Array[]> {
  const draws = Math.max(fewestDraws, Math.min(usualDraws, Math.floor(mostRowsDrawn / rows)));
  const found = statistics.map(() => new Float64Array(draws));
  const counts: Counts = new Uint16Array(rows);
  let since = 0;
  for (let draw = 0; draw < draws; draw++) {
    counts.fill(0);
    for (let i = 0; i < rows; i++) counts[random.below(rows)]! += 1;
    for (const [k, statistic] of statistics.entries()) found[k]![draw] = statistic(counts);
    since += rows;
    if (since < rowsPerTurn) continue;
    since = 0;
    await setImmediate();
  }
  return found;
}

/** The middle `level` of the values; values that are NaN are left out. null where none remain. */
export function middle(values: Float64Array, level: number): { low: number; high: number } | null {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  if (sorted.length === 0) return null;
  const at = (share: number) => {
    const place = share * (sorted.length - 1);
    const below = sorted[Math.floor(place)]!;
    return below + (place % 1) * (sorted[Math.ceil(place)]! - below);
  };
  return { low: at((1 - level) / 2), high: at((1 + level) / 2) };
}
