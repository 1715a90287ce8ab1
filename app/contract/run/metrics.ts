// All metrics of one set of rows, by scikit-learn's definitions: what Evaluation, `evaluate` and the report show. A run's record
// keeps only the few of `Scores` (evaluation.ts).
import { z } from 'zod';

/** Shares and scores lie in 0..1, `mcc` in -1..1; every row weighs the same. */
export const classMetricsSchema = z.object({
  accuracy: z.number(),
  /** Mean recall over the classes that have rows. */
  balancedAccuracy: z.number(),
  /** Unweighted means over the classes that occur in truth or prediction; a class without any counts as 0. */
  precisionMacro: z.number(),
  recallMacro: z.number(),
  f1Macro: z.number(),
  /** Weighted by each class's rows. */
  f1Weighted: z.number(),
  /** Mean negative natural log of the true class's probability, at least 2^-52. */
  logLoss: z.number(),
  /** Mean over rows of the squared distances between probabilities and truth, summed over classes; halved for two. */
  brier: z.number(),
  /** For more than two classes the mean of each class against the rest; null where no class has rows on both sides. */
  rocAuc: z.number().nullable(),
  /** Average precision, likewise. */
  prAuc: z.number().nullable(),
  /** Matthews correlation coefficient; 0 where truth or prediction is constant. */
  mcc: z.number(),
  /** Share of rows whose class is among the two, or three, most probable; absent where there are no more classes than that. */
  top2: z.number().optional(),
  top3: z.number().optional(),
});
export type ClassMetrics = z.infer<typeof classMetricsSchema>;

/** In the target's unit, but for `r2` and `mape`. */
export const numberMetricsSchema = z.object({
  rmse: z.number(),
  mae: z.number(),
  /** Median absolute error. */
  medianError: z.number(),
  /** null where the truth is constant. */
  r2: z.number().nullable(),
  /** Mean absolute error relative to the actual value, as a share; null where an actual value is 0. */
  mape: z.number().nullable(),
});
export type NumberMetrics = z.infer<typeof numberMetricsSchema>;

export const allMetricsSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('class'), metrics: classMetricsSchema }),
  /** One entry per target column, in the model's order. */
  z.object({
    kind: z.literal('numeric'),
    targets: z.array(z.object({ name: z.string(), metrics: numberMetricsSchema })),
  }),
]);
export type AllMetrics = z.infer<typeof allMetricsSchema>;
