// Why a network predicts what it predicts: what each column is worth, how the output depends on one, what each adds for one row, which
// training rows are alike, and the coefficients of a network without hidden layers. All of it says what the network does, not what
// causes what. Numbers are in the columns' own units.
import { z } from 'zod';
import { dateParts } from '../spec/columnPreparation.ts';
import { unitSchema } from '../table/unit.ts';
import { parts } from './parts.ts';

export const explanationLimits = {
  /** Columns whose single shuffles are sent; of the others only mean and spread. */
  shownShuffles: { max: 40 },
  /** Points of a curve, rows behind its mean, and rows drawn one by one. */
  curvePoints: { max: 41 },
  curveRows: { max: 300 },
  singleRows: { max: 30 },
  /** Levels of a category that get a bar, the most frequent ones. */
  levels: { max: 24 },
  bins: { max: 24 },
  nearest: { min: 1, max: 50 },
  cellText: { max: 10_000 },
} as const;

const index = z.number().int().min(0);
const runId = z.string();
/** Index of the target column, or of the class. */
const output = index;

export const importanceInputSchema = z.object({
  runId,
  /** Seconds that it may take: where it would take longer, the stream ends after its plan. */
  atMost: z.number().positive().optional(),
});

/** What a shuffle is measured by. `accuracy`, `balancedAccuracy` and `r2` count as errors here: importance is by how much they fall. */
export const importanceMetrics = ['accuracy', 'balancedAccuracy', 'logLoss', 'mae', 'rmse', 'r2'] as const;
export type ImportanceMetric = (typeof importanceMetrics)[number];

export const importanceSchema = z.object({
  /** The rows that were shuffled: of this part, `rows` of `ofRows`, evenly chosen. */
  on: z.enum(parts),
  newRows: z.boolean(),
  rows: z.number().int(),
  ofRows: z.number().int(),
  /** How often each column was shuffled. */
  shuffles: z.number().int(),
  /** The main metric first. */
  measures: z.array(
    z.object({
      metric: z.enum(importanceMetrics),
      /** Index of the target; null: of all targets, or of classes. */
      target: index.nullable(),
      /** The target's name. */
      name: z.string().nullable(),
      unit: unitSchema.optional(),
      /** Of the rows as they are. */
      value: z.number(),
    }),
  ),
  /** Largest first, by the main metric. */
  columns: z.array(
    z.object({
      column: z.string(),
      /** For each measure: by how much the error grows with this column shuffled; mean and (population) standard deviation over the shuffles. */
      measures: z.array(
        z.object({ importance: z.number(), spread: z.number(), shuffles: z.array(z.number()) }),
      ),
    }),
  ),
  /** The correlation of the two first columns, where both are numbers and it is strong: one may stand in for the other. */
  together: z.object({ columns: z.tuple([z.string(), z.string()]), correlation: z.number() }).nullable(),
  /** Of the model. */
  fingerprint: z.string(),
});
export type Importance = z.infer<typeof importanceSchema>;

/** Of all importance, what the leading columns have together; and how many of them a sentence names. */
const leadingShare = 0.6;
const mostLeading = 3;

/** The few columns that a network goes by, the largest first, and what the best other one is worth (null: there is none). None lead where
 *  no column is worth more than what chance makes of its shuffles. @param measure index of the measure to go by. */
export function leadingColumns(
  { columns }: Pick<Importance, 'columns'>,
  measure = 0,
): { names: string[]; next: number | null } {
  const sorted = columns
    .map(({ column, measures }) => ({ column, ...measures[measure]! }))
    .sort((a, b) => b.importance - a.importance);
  const whole = sorted.reduce((sum, { importance }) => sum + Math.max(0, importance), 0);
  const names: string[] = [];
  let sum = 0;
  for (const { column, importance, spread } of sorted) {
    if (names.length === mostLeading || sum >= leadingShare * whole || importance <= spread) break;
    names.push(column);
    sum += importance;
  }
  return { names, next: sorted[names.length]?.importance ?? null };
}

export const importanceUpdateSchema = z.discriminatedUnion('kind', [
  /** How long it will take, measured by the first shuffles. */
  z.object({
    kind: z.literal('plan'),
    seconds: z.number(),
    columns: z.number().int(),
    shuffles: z.number().int(),
    rows: z.number().int(),
    ofRows: z.number().int(),
    on: z.enum(parts),
  }),
  z.object({ kind: z.literal('progress'), done: z.number() }),
  z.object({ kind: z.literal('result'), importance: importanceSchema }),
]);
export type ImportanceUpdate = z.infer<typeof importanceUpdateSchema>;

export const dependenceInputSchema = z.object({
  runId,
  column: z.string(),
  output,
  /** A row of the table, whose own outputs are given too. */
  row: index.optional(),
});

const singleRowSchema = z.object({
  /** 0-based data row of the table. */
  row: index,
  /** The output at each point. */
  outputs: z.array(z.number()),
});

export const dependenceSchema = z.object({
  column: z.string(),
  unit: unitSchema.optional(),
  /** Rows behind the mean, and rows that there are, all of training where it has any. */
  rows: z.number().int(),
  ofRows: z.number().int(),
  /** The mean output at each point. */
  mean: z.array(z.number()),
  single: z.array(singleRowSchema),
  /** Of the row that was asked for: `at` is its own number, or the index of its level; null where that is missing or not among the points. */
  own: z.object({ at: z.number().nullable(), outputs: z.array(z.number()) }).nullable(),
  points: z.discriminatedUnion('kind', [
    /** Over the range of these rows; of a date: days since 1970. `bins` counts the rows between two `edges`. */
    z.object({
      kind: z.enum(['number', 'date']),
      at: z.array(z.number()),
      edges: z.array(z.number()),
      bins: z.array(z.number().int()),
    }),
    /** The most frequent levels first, '' for missing; `more` levels are left out. */
    z.object({
      kind: z.literal('levels'),
      levels: z.array(z.string()),
      rows: z.array(z.number().int()),
      more: z.number().int(),
    }),
  ]),
});
export type Dependence = z.infer<typeof dependenceSchema>;

export const contributionsInputSchema = z.object({
  runId,
  /** A row of the table, or cells that a person typed (a column that is left out is missing). */
  of: z.union([
    z.strictObject({ row: index }),
    z.strictObject({
      cells: z.record(z.string(), z.string().max(explanationLimits.cellText.max).nullable()),
    }),
  ]),
  /** Absent: the first target, or the class that is predicted. */
  output: output.optional(),
});

export const contributionsSchema = z.object({
  /** Which output: index of the target, or of the class whose probability this is. */
  output,
  name: z.string(),
  unit: unitSchema.optional(),
  /** The output for the base row: the mean of the inputs of the training rows, or where these are not known, of the table's rows. */
  base: z.number(),
  baseOf: z.enum(['training', 'table']),
  /** In the order of the model's columns. `cell` is null where it is missing. */
  columns: z.array(z.object({ column: z.string(), cell: z.string().nullable(), contribution: z.number() })),
  /** What `predict` says. */
  prediction: z.number(),
  /** prediction - base - the sum of the contributions. */
  remainder: z.number(),
  /** In the same units, 1 or 0 for a class; null where the row has no target. */
  truth: z.number().nullable(),
  /** Of classes: the class that is predicted, and the true one. */
  predictedClass: z.string().nullable(),
  trueClass: z.string().nullable(),
  /** The rows before and after it in the part that is judged; null at its ends, and for typed cells. */
  previous: index.nullable(),
  next: index.nullable(),
  /** Of the model. */
  fingerprint: z.string(),
});
export type RowContributions = z.infer<typeof contributionsSchema>;

export const nearestInputSchema = z.object({
  runId,
  row: index,
  count: z.number().int().min(explanationLimits.nearest.min).max(explanationLimits.nearest.max),
  output: output.optional(),
});

export const nearestSchema = z.object({
  /** Training rows that were compared; 0 where the table is not the one that the model was trained on. */
  of: z.number().int(),
  /** Nearest first, without the row itself: the Euclidean distance of the inputs. */
  rows: z.array(
    z.object({
      row: index,
      distance: z.number(),
      /** The target in its own units, or 1 where the row has the class; `trueClass` names it. */
      truth: z.number(),
      trueClass: z.string().nullable(),
    }),
  ),
  /** Mean of `truth`; null without rows. */
  mean: z.number().nullable(),
});
export type NearestRows = z.infer<typeof nearestSchema>;

/** Why the standard errors of a network's coefficients are not given. */
export const errorReasons = ['loss', 'weights', 'size', 'rows', 'collinear', 'table'] as const;
export type ErrorReason = (typeof errorReasons)[number];

const coefficientSchema = z.object({
  /** Of a category: `level` ('' for missing, null for all others) rather than `reference`. Of a date: its `part`. Of an order: the part
   *  `order`, one level further. */
  column: z.string(),
  category: z.object({ level: z.string().nullable(), reference: z.string() }).nullable(),
  part: z.enum([...dateParts, 'order']).nullable(),
  /** Whether it is of the cell's logarithm, sign(x) * ln(1 + |x|), or of whether the cell is missing. */
  log: z.boolean(),
  missing: z.boolean(),
  /** Of a piecewise-linear encoding: the cell (or its logarithm) counts only as far as it is between these two. */
  bin: z.tuple([z.number(), z.number()]).optional(),
  unit: unitSchema.optional(),
  /** What one more of it adds to the value, to its logarithm (Poisson), or to the logit. */
  value: z.number(),
  error: z.number().nullable(),
  /** exp(value), where the output is a logarithm or a logit: a factor of the value, or an odds ratio. */
  factor: z.number().nullable(),
});

export const coefficientsSchema = z.object({
  /** What the sum of intercept and coefficients is. */
  scale: z.enum(['value', 'logarithm', 'logit']),
  outputs: z.array(
    z.object({
      /** The target, or a class; then the coefficients are of the logarithm of its odds `against` the first class. */
      name: z.string(),
      against: z.string().nullable(),
      unit: unitSchema.optional(),
      intercept: z.number(),
      interceptError: z.number().nullable(),
      coefficients: z.array(coefficientSchema),
      /** To copy: a formula with the columns' own names. */
      equation: z.string(),
    }),
  ),
  /** How the errors were computed; null where there are none, for the `reason`. */
  errorsBy: z.enum(['leastSquares', 'fisher']).nullable(),
  reason: z.enum(errorReasons).nullable(),
  /** How far the network is from the best fit to its training rows: the largest distance of a coefficient, in standard errors. Errors
   *  hold for that fit, so that they are rough where it is more than about half of one. */
  distance: z.number().nullable(),
  /** Training rows behind the errors. */
  rows: z.number().int(),
});
export type Coefficients = z.infer<typeof coefficientsSchema>;
