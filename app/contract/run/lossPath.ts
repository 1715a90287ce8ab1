// The loss along one parameter (`insight.slice`), and where the weights of a run have been on it (`insight.path`). Losses are means over
// rows, and parameters are as the network has them: in its own scale.
import { z } from 'zod';
import { whichWeightsSchema } from './insight.ts';
import { insightLimits } from './insightLimits.ts';
import { parameterIndexSchema } from './parameterIndex.ts';
import { parts } from './parts.ts';

export const sliceInputSchema = z.strictObject({
  weights: whichWeightsSchema,
  part: z.enum(parts),
  parameter: parameterIndexSchema,
  /** Values of the parameter at the first and the last point; `from` must be below `to`. */
  from: z.number().min(-1e9).max(1e9),
  to: z.number().min(-1e9).max(1e9),
  steps: z.number().int().min(insightLimits.sliceSteps.min).max(insightLimits.sliceSteps.max),
});
export type SliceInput = z.infer<typeof sliceInputSchema>;

/** The mean loss along one parameter, the others as they are. */
export const sliceSchema = z.object({
  /** Rows that the losses are means of, and all rows of the part. */
  rows: z.number().int(),
  all: z.number().int(),
  /** Epoch of the weights; null for initial ones. */
  epoch: z.number().int().nullable(),
  values: z.array(z.number()),
  /** null where not finite. */
  losses: z.array(z.number().nullable()),
  /** The parameter at the weights, the loss there, and its derivative by the parameter. */
  value: z.number(),
  loss: z.number().nullable(),
  slope: z.number().nullable(),
});
export type Slice = z.infer<typeof sliceSchema>;

export const pathInputSchema = z.strictObject({
  parameters: z
    .array(parameterIndexSchema)
    .min(insightLimits.pathParameters.min)
    .max(insightLimits.pathParameters.max),
  /** Whether to compute the loss at each point, and its derivatives by the parameters. */
  slopes: z.boolean().optional(),
  /** Most points, taken evenly from all that are kept; the first and the last one are always there. */
  most: z.number().int().min(insightLimits.pathPoints.min).max(insightLimits.pathPoints.max).optional(),
});
export type PathInput = z.infer<typeof pathInputSchema>;

export const pathPointSchema = z.object({
  /** Finished epochs and steps; 0 and 0 for the initial weights. */
  epoch: z.number().int(),
  step: z.number().int(),
  /** In the order of the parameters, like `slopes`. */
  values: z.array(z.number().nullable()),
  /** Mean loss over all training rows, and its derivatives: null where not finite or not asked for. */
  loss: z.number().nullable(),
  slopes: z.array(z.number().nullable()).nullable(),
});
export type PathPoint = z.infer<typeof pathPointSchema>;

/** Parameters of the current run along its steps: at its initial weights, at each kept checkpoint, and after each step that was
 *  taken by hand; an ended run that was opened has only its initial and its kept weights. Without a run: the initial weights. */
export const pathSchema = z.object({
  /** Training rows that losses and slopes are means of, and all of them. */
  rows: z.number().int(),
  all: z.number().int(),
  points: z.array(pathPointSchema),
});
export type WeightsPath = z.infer<typeof pathSchema>;
