// Count, range, sum and similar facts of a column of numbers, updated block by block in one pass.
import { DistinctNumbers } from './distinctNumbers.ts';

/** With more different numbers, counting stops. */
export const distinctSeen = 1_000;

export class NumberFacts {
  /** Rows with a number, and all rows. */
  count = 0;
  rows = 0;
  min = Number.POSITIVE_INFINITY;
  max = Number.NEGATIVE_INFINITY;
  /** Summed in the order of the rows. */
  sum = 0;
  /** Whether all are whole numbers. */
  whole = true;
  /** Whether the numbers are 0, 1, 2, ... or 1, 2, 3, ..., one in each row. */
  counting = true;
  readonly distinct = new DistinctNumbers(distinctSeen);
  private first = 0;

  /** The largest magnitude, 0 without any number. */
  get largest(): number {
    return this.count === 0 ? 0 : Math.max(Math.abs(this.min), Math.abs(this.max));
  }

  get mean(): number {
    return this.sum / Math.max(this.count, 1);
  }

  /** The numbers of the next rows, NaN for missing. */
  add(values: Float64Array): void {
    if (this.rows === 0) this.first = values[0] ?? 0;
    this.counting &&= (this.first === 0 || this.first === 1) && countsOn(values, this.first + this.rows);
    this.rows += values.length;
    if (!this.distinct.over) this.distinct.add(values);
    let { count, sum, min, max, whole } = this;
    for (let i = 0; i < values.length; i++) {
      const value = values[i]!;
      if (Number.isNaN(value)) continue;
      count++;
      sum += value;
      if (value < min) min = value;
      if (value > max) max = value;
      if (whole && Math.floor(value) !== value) whole = false;
    }
    Object.assign(this, { count, sum, min, max, whole });
  }
}

function countsOn(values: Float64Array, from: number): boolean {
  return values.every((value, i) => value === from + i);
}
