// Formats a number before and after a step with as many digits as needed to see that the two differ.

import { numbers } from '../../wording/numbers.ts';

/** Least and most significant digits; a float64 has at most 17. */
const usual = 4;
const most = 17;

/** Significant digits of the larger number that are needed to tell the two apart; null where they are equal or not finite. */
export function digitsToDiffer(before: number, after: number): number | null {
  if (before === after || !Number.isFinite(before - after)) return null;
  const power = (value: number) => Math.floor(Math.log10(value));
  const size = Math.max(Math.abs(before), Math.abs(after));
  return Math.min(most, Math.max(usual, power(size) - power(Math.abs(after - before)) + 1));
}

export interface Pair {
  before: string;
  /** null where the number did not change. */
  after: string | null;
}

export function pairOf(before: number, after: number): Pair {
  const digits = digitsToDiffer(before, after);
  if (digits === null) return { before: numbers().measure(before, usual), after: null };
  const size = Math.max(Math.abs(before), Math.abs(after));
  // Both get the same number of decimals; very small and very large numbers are written as powers of ten.
  const decimals = digits - 1 - Math.floor(Math.log10(size));
  const write = (value: number) =>
    size < 1e-4 || size >= 1e9
      ? numbers().measure(value, digits)
      : numbers().fixed(value, Math.max(0, decimals));
  return { before: write(before), after: write(after) };
}
