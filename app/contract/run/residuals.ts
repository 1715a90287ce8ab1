// What a regression network's errors are like on the rows of one part: their distribution, and how often its intervals hold the truth.
import { z } from 'zod';
import { parts } from './parts.ts';

export const residualDistributionInputSchema = z.object({
  runId: z.string(),
  part: z.enum(parts),
  /** Index of the target in the model's order. */
  target: z.number().int().min(0),
});
export type ResidualDistributionInput = z.infer<typeof residualDistributionInputSchema>;

/** Levels at which coverage is measured. */
export const askedLevels = [0.5, 0.6, 0.7, 0.8, 0.9, 0.95] as const;

/** A residual is prediction - actual value, in the target's unit. */
export const residualDistributionSchema = z.object({
  mean: z.number(),
  /** Bins of equal width, with 0 at an edge: `counts[k]` rows have a residual from `from + k * width` to the next edge. A few far
   *  away are only counted: `below` and `above` all bins. */
  histogram: z.object({
    from: z.number(),
    width: z.number(),
    counts: z.array(z.number().int()),
    below: z.number().int(),
    above: z.number().int(),
  }),
  /** Intervals from the validation rows on rows that they do not come from; empty where there are none. */
  coverage: z.array(
    z.object({
      /** As asked for, 0..1. */
      level: z.number(),
      /** Half the width of the intervals. */
      margin: z.number(),
      /** Rows whose interval holds the truth, of how many; the share, and Wilson's 95 % interval of it. */
      held: z.number().int(),
      rows: z.number().int(),
      share: z.number(),
      low: z.number(),
      high: z.number(),
    }),
  ),
});
export type ResidualDistribution = z.infer<typeof residualDistributionSchema>;
