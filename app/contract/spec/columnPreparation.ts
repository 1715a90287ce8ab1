// How a column becomes inputs of a network, as a person chooses it; what of it is fitted (medians, levels) is in model.ts. Numbers,
// levels and dates have settings of their own: those of a different type have no effect. Levels of an order are numbers, too, and take all
// of theirs; parts of a date take scaling, indicator, and median or mean where one is missing.
import { z } from 'zod';
import { limits } from '../limits.ts';

export const scalings = ['standard', 'minMax', 'robust', 'none'] as const;
export type Scaling = (typeof scalings)[number];
export const dateParts = ['time', 'year', 'month', 'day', 'weekday', 'hour'] as const;
export type DatePart = (typeof dateParts)[number];

export const columnPreparationSchema = z.strictObject({
  // numbers
  scaling: z
    .enum(scalings)
    .optional()
    .describe(
      'standard: (x - mean) / standard deviation; minMax: (x - min) / (max - min); robust: (x - median) / (75th - 25th percentile); none: x',
    ),
  log: z.boolean().optional().describe('log(1 + x) before scaling; values below 0 are mirrored: -log(1 - x)'),
  clip: z
    .number()
    .min(limits.clip.min)
    .max(limits.clip.max)
    .nullable()
    .optional()
    .describe(
      'scaled inputs beyond plus or minus this number are set to it, so that no single value dominates; null: no limit',
    ),
  piecewiseLinear: z
    .boolean()
    .optional()
    .describe(
      'piecewise-linear encoding: beside the scaled number, an input for each bin of the training rows but the last one: -1 below it, 1 above it, a straight line between',
    ),
  bins: z
    .number()
    .int()
    .min(limits.bins.min)
    .max(limits.bins.max)
    .optional()
    .describe('piecewiseLinear: how many bins, each with as many training rows; equal bounds make fewer'),
  missing: z
    .union([z.enum(['median', 'mean']), z.number()])
    .optional()
    .describe('what replaces a missing number'),
  indicator: z
    .boolean()
    .optional()
    .describe('one more input, 1 where the number, the ordinal category or the date is missing'),
  // levels
  encoding: z
    .enum(['oneHot', 'ordinal'])
    .optional()
    .describe('oneHot: an input for each category; ordinal: one input, 0 for the lowest category'),
  order: z
    .array(z.string())
    .max(limits.levels.max)
    .optional()
    .describe(
      'ordinal: all categories from the lowest to the highest; they become 0, 1, 2, ... and are scaled like numbers',
    ),
  levels: z
    .number()
    .int()
    .min(1)
    .max(limits.levels.max)
    .optional()
    .describe('oneHot: how many categories, the most frequent ones, get an input each'),
  other: z
    .boolean()
    .optional()
    .describe('oneHot: all other categories share one more input, including those not seen in training'),
  // dates
  parts: z
    .array(z.enum(dateParts))
    .optional()
    .describe('dates: the parts that become inputs; time is days since 1970-01-01, weekday is 1 on Mondays'),
});
export type ColumnPreparation = z.infer<typeof columnPreparationSchema>;

/** What is proposed for a column with outliers. Robust scaling counts in interquartile ranges: of a million normal values none is
 *  10 away from the median (the farthest is 4), of exponential ones 8 are. Inputs up to 10 also slow no training down, as the
 *  doctor knows (app/training/doctor/beginning.ts). */
export const againstOutliers = { scaling: 'robust', clip: 10 } as const satisfies ColumnPreparation;

/** What a column that says nothing gets. */
export const defaultColumnPreparation = {
  scaling: 'standard',
  log: false,
  clip: null,
  piecewiseLinear: false,
  bins: 16,
  missing: 'median',
  indicator: false,
  encoding: 'oneHot',
  order: [],
  levels: limits.levels.max,
  other: false,
  parts: ['time', 'month', 'weekday'],
} as const satisfies ColumnPreparation;
