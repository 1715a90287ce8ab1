// How a network compares with simple models on the rows that it is judged on, and how sure that is.
import { z } from 'zod';
import { allMetricsSchema } from './metrics.ts';

/** What decides: accuracy, or balanced accuracy where classes are rare or weighted; the mean absolute error, or the mean
 *  R² of several targets. */
export const mainMetrics = ['accuracy', 'balancedAccuracy', 'mae', 'r2'] as const;
export type MainMetric = (typeof mainMetrics)[number];

/** 95 %. */
export const confidence = 0.95;

const rangeSchema = z.object({ low: z.number(), high: z.number() });

export const comparisonSchema = z.object({
  /** Of the network. */
  metrics: allMetricsSchema,
  baselines: z.object({
    /** Always the most frequent class, or the mean, of the training rows. */
    guess: allMetricsSchema,
    /** null where no linear model was fitted. */
    linear: allMetricsSchema.nullable(),
  }),
  main: z.enum(mainMetrics),
  /** The network's value of the main metric, and where its value on many more such rows lies with 95 % confidence; null for too few
   *  rows. `by`: Wilson's interval for accuracy, else percentiles of 1,000 resamples of the rows. */
  interval: z
    .object({
      metric: z.enum(mainMetrics),
      level: z.number(),
      ...rangeSchema.shape,
      by: z.enum(['wilson', 'bootstrap']),
    })
    .nullable(),
  /** By how much the network is better than each baseline in the main metric (negative: worse), with the 95 % interval over the
   *  same resamples; null where there is none. */
  lead: z.object({
    guess: z.object({ value: z.number(), ...rangeSchema.shape }).nullable(),
    linear: z.object({ value: z.number(), ...rangeSchema.shape }).nullable(),
  }),
});
export type Comparison = z.infer<typeof comparisonSchema>;
export type Lead = NonNullable<Comparison['lead']['linear']>;

/** `none`: the interval of the lead holds 0, so these rows do not show a difference. */
export type LeadKind = 'better' | 'none' | 'worse';
export function leadKind({ low, high }: Lead): LeadKind {
  if (low > 0) return 'better';
  return high < 0 ? 'worse' : 'none';
}
