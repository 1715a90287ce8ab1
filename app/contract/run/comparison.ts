// How a network compares with simple models on the rows that it is judged on, and how sure that is.
import { z } from 'zod';
import { type AllMetrics, allMetricsSchema } from './metrics.ts';

/** What decides: accuracy, or balanced accuracy where classes are rare or weighted; the mean absolute error, or the mean
 *  R² of several targets. */
export const mainMetrics = ['accuracy', 'balancedAccuracy', 'mae', 'r2'] as const;
export type MainMetric = (typeof mainMetrics)[number];

/** 95 %. */
export const confidence = 0.95;

export const intervalMethods = ['wilson', 'bootstrap', 'folds', 'seeds'] as const;

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
  /** Where the network's value of the main metric lies on many more such rows, with 95 % confidence; null for too few rows. `by`:
   *  Wilson's interval for accuracy, else percentiles of 1,000 resamples of the rows; where training was repeated on folds or with
   *  seeds, Student's t interval of the mean over these (on folds wider, as Nadeau and Bengio, 2003, correct it for training rows
   *  that overlap). */
  interval: z
    .object({
      metric: z.enum(mainMetrics),
      level: z.number(),
      ...rangeSchema.shape,
      by: z.enum(intervalMethods),
      /** Of repeats: how many, and their mean. */
      over: z.object({ count: z.number().int(), mean: z.number() }).optional(),
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
type LeadKind = 'better' | 'none' | 'worse';
export function leadKind({ low, high }: Lead): LeadKind {
  if (low > 0) return 'better';
  return high < 0 ? 'worse' : 'none';
}

/** The value of the main metric; of several targets the mean of R² over those that vary. */
export function mainValue(all: AllMetrics, main: MainMetric): number {
  if (all.kind === 'class')
    return main === 'balancedAccuracy' ? all.metrics.balancedAccuracy : all.metrics.accuracy;
  if (main === 'mae') return all.targets[0]?.metrics.mae ?? Number.NaN;
  const known = all.targets.flatMap(({ metrics }) => (metrics.r2 === null ? [] : [metrics.r2]));
  return known.reduce((sum, value) => sum + value, 0) / known.length;
}

/** How far beyond the interval the training rows' score must lie. */
const memorisedShare = 0.05;
const memorisedError = 1.5;

/** The score on the training rows where it is so much better than the interval on the judged rows that the network has memorised
 *  rows; null where it is not. */
export function memorisedScore({ main, interval }: Comparison, train: AllMetrics | null): number | null {
  if (train === null || interval === null) return null;
  const value = mainValue(train, main);
  const memorised =
    main === 'mae' ? value * memorisedError < interval.low : value - memorisedShare > interval.high;
  return memorised ? value : null;
}
