// What a model's errors on its validation rows were: from them come intervals and sets of classes that hold the truth as often as
// asked (split conformal prediction, Vovk et al.; Lei et al., 2018). Kept with the model.
import { z } from 'zod';

/** Shares of rows whose interval may be asked for. */
export const intervalLevels = { min: 0.5, max: 0.999 } as const;
export const intervalLevelSchema = z.number().min(intervalLevels.min).max(intervalLevels.max);

export const calibrationSchema = z.object({
  /** Validation rows. */
  rows: z.number().int().min(1),
  /** Of each target the absolute errors in its own units, or of classes 1 - the true class's probability: [targets or 1][ranks],
   *  ascending. */
  scores: z.array(z.array(z.number().min(0)).min(1)),
  /** The rank of each score among all rows, from 1, ascending: of many rows only some scores are kept, the largest among them. */
  ranks: z.array(z.number().int().min(1)).min(1),
});
export type Calibration = z.infer<typeof calibrationSchema>;

/** So many validation rows the intervals of a level need; with fewer their margin is unknown. */
export function rowsNeeded(level: number): number {
  return Math.ceil(level / (1 - level) - 1e-9);
}

/** A class is in the set from this share of 1 - margin on: the margin is 1 - a probability of a validation row, and without it that row would
 *  fall out by the rounding of both differences, or in another program by that of the app's own probabilities, which are float32. */
export const setShare = 1 - 1e-6;

/** The level of the intervals that an evaluation tells the coverage of, and that exported files give until somebody asks for another. */
export const coverageLevel = 0.9;

/** How often intervals hold the truth on the rows of a file. */
export const coverageSchema = z.object({
  /** As asked for, 0..1. */
  level: z.number(),
  /** Half the width of each target's intervals, in its units; of classes one, a probability. */
  margins: z.array(z.number()),
  /** As measured: the share of rows, of each target; of classes one. */
  shares: z.array(z.number()),
  /** Mean number of classes in a set; null for numbers. */
  setSize: z.number().nullable(),
  /** Validation rows that the margins come from. */
  from: z.number().int(),
});
export type Coverage = z.infer<typeof coverageSchema>;
