// The simple models that a network is compared with. They are fitted to the training rows of the same split and kept with the
// model, so that a model file and a table are enough for the comparison.
import { z } from 'zod';

/** A network without hidden layers, on the same inputs as the model and in the same scale. Its output for class k, or target k,
 *  is weight[k] . inputs + bias[k]. */
export const linearBaselineSchema = z.object({
  /** [outputs][inputs]. */
  weight: z.array(z.array(z.number())),
  /** [outputs]. */
  bias: z.array(z.number()),
  /** Training rows that it was fitted on; of a large table, an even sample. */
  rows: z.number().int().min(1),
});
export type LinearBaseline = z.infer<typeof linearBaselineSchema>;

export const baselinesSchema = z.object({
  /** What always guessing says: each class's share of the training rows, or the mean of each target in its own units. */
  guess: z.array(z.number()).min(1),
  /** Least squares, or logistic regression with an L2 penalty; null where the network has too many inputs and outputs. */
  linear: linearBaselineSchema.nullable(),
});
export type Baselines = z.infer<typeof baselinesSchema>;
