// The probability above which a model of two classes predicts its second class. Without one, the more probable class is predicted,
// as with 0.5.
import { z } from 'zod';

export const thresholdLimits = { min: 1e-6, max: 1 - 1e-6 } as const;
export const thresholdSchema = z.number().min(thresholdLimits.min).max(thresholdLimits.max);
export const usualThreshold = 0.5;

const cost = z.number().min(0).max(1e9);
/** What one row of each error costs, by which a threshold was chosen: a row of the second class that is predicted as the first, and the
 *  other way round. */
export const errorCostsSchema = z.object({ missed: cost, falseAlarm: cost });
export type ErrorCosts = z.infer<typeof errorCostsSchema>;
export const usualCosts: ErrorCosts = { missed: 1, falseAlarm: 1 };

/** Ten-thousandths: each thousandth, and a few more at both ends for rare classes. */
const marks = [1, 2, 5, ...Array.from({ length: 999 }, (_, k) => 10 * (k + 1)), 9_995, 9_998, 9_999];

/** Thresholds that a slider stops at, ascending; the first and the last add up to 1, and so on inwards. */
export const thresholdStops: readonly number[] = marks.map((mark) => mark / 10_000);

/** Index of the stop nearest to a probability. */
export function nearestStop(probability: number): number {
  let nearest = 0;
  for (const [i, stop] of thresholdStops.entries())
    if (Math.abs(stop - probability) < Math.abs(thresholdStops[nearest]! - probability)) nearest = i;
  return nearest;
}
