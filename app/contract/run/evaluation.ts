// How good a model is on training, validation and test rows. Every number is in the target's own units.
import { z } from 'zod';
import { sharedUnit, type Unit, unitSchema } from '../table/unit.ts';
import { coverageSchema } from './calibration.ts';
import { comparisonSchema } from './comparison.ts';
import { allMetricsSchema } from './metrics.ts';
import { parts } from './parts.ts';
import { errorCostsSchema, thresholdSchema } from './threshold.ts';

export const classScoresSchema = z.object({
  accuracy: z.number(),
  /** Unweighted mean of the per-class F1 over the classes that occur in truth or prediction. */
  f1Macro: z.number(),
  /** Mean negative natural log of the true class's probability, at least 2^-52. */
  logLoss: z.number(),
});
export const numberScoresSchema = z.object({
  /** Over all cells, where there are several targets. */
  rmse: z.number(),
  mae: z.number(),
  /** Unweighted mean over targets; null where the truth is constant. */
  r2: z.number().nullable(),
});
export const scoresSchema = z.union([classScoresSchema, numberScoresSchema]);
export type ClassScores = z.infer<typeof classScoresSchema>;
export type NumberScores = z.infer<typeof numberScoresSchema>;
export type Scores = z.infer<typeof scoresSchema>;

/** null for a part that has no rows. */
export const metricsSchema = z.object({
  train: scoresSchema.nullable(),
  validation: scoresSchema.nullable(),
  test: scoresSchema.nullable(),
});
export type Metrics = z.infer<typeof metricsSchema>;

const detailSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('class'),
    classes: z.array(z.string()),
    /** The cells of the confusion matrix that hold rows: true class, predicted class, number of rows. Of 1,000 classes most cells hold
     *  none. */
    confused: z.array(z.tuple([z.number().int(), z.number().int(), z.number().int()])),
    perClass: z.array(
      z.object({
        value: z.string(),
        precision: z.number().nullable(),
        recall: z.number().nullable(),
        f1: z.number().nullable(),
        /** Against the rest; null where no row has the class, or all have it. Absent in evaluations of older versions. */
        rocAuc: z.number().nullable().optional(),
        rows: z.number().int(),
      }),
    ),
  }),
  z.object({
    kind: z.literal('numeric'),
    targets: z.array(
      z.object({
        name: z.string(),
        /** Of the target's values, and of its RMSE and MAE. */
        unit: unitSchema.optional(),
        rmse: z.number(),
        mae: z.number(),
        r2: z.number().nullable(),
        /** [actual, predicted], at most 2,000 rows, evenly thinned. */
        points: z.array(z.tuple([z.number(), z.number()])),
      }),
    ),
  }),
]);

/** Evaluations of older versions have the whole matrix: `confusion[true class][predicted class]` rows. */
function withConfusedCells(detail: unknown): unknown {
  if (typeof detail !== 'object' || detail === null || !('confusion' in detail)) return detail;
  const { confusion, ...others } = detail;
  const whole = z.array(z.array(z.number().int())).safeParse(confusion);
  return whole.success ? { ...others, confused: confusedCells(whole.data) } : detail;
}

/** The cells of a matrix that are not 0, row by row. */
export function confusedCells(matrix: readonly (readonly number[])[]): [number, number, number][] {
  return matrix.flatMap((line, actual) =>
    line.flatMap((rows, predicted): [number, number, number][] =>
      rows === 0 ? [] : [[actual, predicted, rows]],
    ),
  );
}

export const evaluationSchema = z.object({
  runId: z.string(),
  metrics: metricsSchema,
  rows: z.object({ train: z.number().int(), validation: z.number().int(), test: z.number().int() }),
  /** Scores of always predicting the training rows' most frequent class, or their mean; with `newRows`, that of the new rows. */
  baseline: metricsSchema,
  /** Whether the test rows are all rows of a table that the model was not trained on; the other parts are then empty. */
  newRows: z.boolean().optional(),
  /** The part that the figures below describe: test where it has rows, else validation, else training. */
  on: z.enum(parts),
  detail: z.preprocess(withConfusedCells, detailSchema),
  /** Rows with the worst predictions in the part `on`, worst first, at most 10. */
  worst: z.array(
    z.object({
      /** 0-based data row in the file as read. */
      row: z.number().int(),
      actual: z.string(),
      predicted: z.string(),
      /** Probability given to the true class, or the absolute error. */
      measure: z.number(),
    }),
  ),
  fingerprint: z.string(),
  /** Of two classes, the threshold by which they are predicted; absent for 0.5. */
  threshold: thresholdSchema.optional(),
  /** The costs of errors that were kept with the threshold. */
  costs: errorCostsSchema.optional(),
  /** Against simple models, on the part `on`; absent in evaluations of older versions. */
  comparison: comparisonSchema.optional(),
  /** Of the model's intervals on the test rows; absent without validation or test rows, and in evaluations of older versions. */
  coverage: coverageSchema.optional(),
  /** Every metric of each part that has rows; absent likewise. */
  all: z
    .object({
      train: allMetricsSchema.nullable(),
      validation: allMetricsSchema.nullable(),
      test: allMetricsSchema.nullable(),
    })
    .optional(),
});
export type Evaluation = z.infer<typeof evaluationSchema>;

/** The unit of RMSE and MAE: of several targets, the one that all of them have. */
export function unitOfScores(detail: Evaluation['detail']): Unit | undefined {
  return detail.kind === 'numeric' ? sharedUnit(detail.targets.map(({ unit }) => unit)) : undefined;
}
