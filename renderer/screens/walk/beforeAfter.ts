// Two numbers, before and after a step, with as many digits as it takes to see that they differ.

import { numbers } from '../../wording/numbers.ts';

/** Significant digits where the difference needs no more; a float64 has 17 at most. */
const usual = 4;
const most = 17;

/** Significant digits of the larger number at which the two are written differently; null where they are equal. */
export function digitsToDiffer(before: number, after: number): number | null {
  if (before === after || !Number.isFinite(before - after)) return null;
  const power = (value: number) => Math.floor(Math.log10(value));
  const size = Math.max(Math.abs(before), Math.abs(after));
  return Math.min(most, Math.max(usual, power(size) - power(Math.abs(after - before)) + 1));
}

export interface Pair {
  before: string;
  /** null: it is the same number. */
  after: string | null;
}

export function pairOf(before: number, after: number): Pair {
  const digits = digitsToDiffer(before, after);
  if (digits === null) return { before: numbers().measure(before, usual), after: null };
  const size = Math.max(Math.abs(before), Math.abs(after));
  // Of one size both get the same decimals; a power of ten is for numbers that are both small.
  const decimals = digits - 1 - Math.floor(Math.log10(size));
  const write = (value: number) =>
    size < 1e-4 || size >= 1e9
      ? numbers().measure(value, digits)
      : numbers().fixed(value, Math.max(0, decimals));
  return { before: write(before), after: write(after) };
}
