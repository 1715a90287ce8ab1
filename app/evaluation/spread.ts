// How numbers are spread over equal bins, and how often each class is predicted.
import type { Bins, Spread } from '../contract/run/prediction.ts';
import type { ClassPredictions } from './predictions.ts';

const binCount = 40;
const mostClasses = 20;

/** The least and the greatest of the finite numbers; null where there are none. */
export function rangeOf(values: Iterable<number>): { min: number; max: number } | null {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return min <= max ? { min, max } : null;
}

/** Counts the finite numbers from `min` to `max`; others are left out. A range without width is one bin. */
export function binned(values: Iterable<number>, { min, max }: { min: number; max: number }): Bins {
  const width = max - min;
  const counts = new Array<number>(width > 0 ? binCount : 1).fill(0);
  for (const value of values) {
    if (!(value >= min && value <= max)) continue;
    const at = width > 0 ? Math.floor(((value - min) / width) * counts.length) : 0;
    counts[Math.min(counts.length - 1, at)]! += 1;
  }
  return { min, max, counts };
}

/** Adds the rows of some predictions to the number of rows of each class; rows that are not finite belong to none. */
export function countClasses({ classes, probabilities, chosen }: ClassPredictions, rows: Uint32Array): void {
  for (let row = 0; row < chosen.length; row++)
    if (Number.isFinite(probabilities[row * classes.length]!)) rows[chosen[row]!]! += 1;
}

/** The classes predicted most often; of equal ones the first. */
export function classSpread(rows: Uint32Array): Extract<Spread, { kind: 'class' }> {
  const some = Array.from(rows, (count, index) => ({ index, rows: count }))
    .filter((one) => one.rows > 0)
    .sort((a, b) => b.rows - a.rows || a.index - b.index);
  const others = some.slice(mostClasses);
  return {
    kind: 'class',
    counts: some.slice(0, mostClasses),
    others: { classes: others.length, rows: others.reduce((sum, one) => sum + one.rows, 0) },
  };
}
