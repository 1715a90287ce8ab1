// How well a model tells one class from the rest: curves over all thresholds, and the counts at each stop of a threshold slider.
import { z } from 'zod';
import { parts } from './parts.ts';

/** Points of each curve at most. */
export const mostCurvePoints = 500;

export const curvesInputSchema = z.object({
  runId: z.string(),
  part: z.enum(parts),
  /** Index of the class in the model's order. */
  class: z.number().int().min(0),
});
export type CurvesInput = z.infer<typeof curvesInputSchema>;

const pointsSchema = z.array(z.tuple([z.number(), z.number()]));

/** Shares lie in 0..1. Each curve begins at the highest probability. */
export const rankedCurvesSchema = z.object({
  rocAuc: z.number(),
  /** The area under the precision-recall curve, as scikit-learn's average_precision_score. */
  averagePrecision: z.number(),
  /** [false positive rate, true positive rate]. */
  roc: pointsSchema,
  /** [recall, precision]: a curve of steps, from the left to the next point at that point's precision. */
  precisionRecall: pointsSchema,
  /** [share of all rows, share of the class's rows among them]. */
  gain: pointsSchema,
  /** [share of all rows, how many times as many of the class are among them as in as many rows drawn at random]. */
  lift: pointsSchema,
});
export type RankedCurves = z.infer<typeof rankedCurvesSchema>;

export const calibrationCurveSchema = z.object({
  /** Ten bins of equal width; those without rows are left out. */
  bins: z.array(
    z.object({
      /** Mean probability of the bin's rows. */
      predicted: z.number(),
      /** Share of the bin's rows that have the class, and Wilson's 95 % interval of it. */
      observed: z.number(),
      low: z.number(),
      high: z.number(),
      rows: z.number().int(),
    }),
  ),
  /** Mean distance of predicted and observed, weighted by the bins' rows (expected calibration error). */
  error: z.number(),
});
export type CalibrationCurve = z.infer<typeof calibrationCurveSchema>;

/** One class against the rest, on the rows of one part. */
export const curvesSchema = z.object({
  /** Rows that have the class, and rows that do not. */
  positives: z.number().int(),
  negatives: z.number().int(),
  /** null where one of the two is empty. */
  ranked: rankedCurvesSchema.nullable(),
  calibration: calibrationCurveSchema.nullable(),
  /** Rows with a probability above each of `thresholdStops` (threshold.ts): of the class, and of the rest. */
  found: z.array(z.number().int()),
  falseAlarms: z.array(z.number().int()),
});
export type Curves = z.infer<typeof curvesSchema>;
