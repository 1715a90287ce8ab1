// The rows behind a part of the results: which rows a person means, and a window of them with prediction beside truth.
import { z } from 'zod';
import { parts } from './parts.ts';

/** What a residual is drawn against, or a range is of. A column must be of numbers. */
export const quantitySchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('actual') }),
  z.strictObject({ kind: z.literal('predicted') }),
  /** Predicted minus actual. */
  z.strictObject({ kind: z.literal('residual') }),
  z.strictObject({ kind: z.literal('column'), column: z.string() }),
]);
export type Quantity = z.infer<typeof quantitySchema>;

/** Parts of a date that rows are grouped by. */
export const groupedDateParts = ['year', 'month', 'weekday', 'hour'] as const;
export type GroupedDatePart = (typeof groupedDateParts)[number];

const classIndex = z.number().int().min(0);

/** Rows of a part. Classes are named by their index, groups by their index in the answer of `evaluation.groups`. */
export const selectionSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('all') }),
  /** Whose predicted class is not the true one. */
  z.strictObject({ kind: z.literal('wrong') }),
  /** A cell of the confusion matrix; null stands for every class. */
  z.strictObject({
    kind: z.literal('cell'),
    actual: classIndex.nullable(),
    predicted: classIndex.nullable(),
  }),
  /** Either of two classes taken for the other. */
  z.strictObject({ kind: z.literal('pair'), first: classIndex, second: classIndex }),
  /** Numbers: rows within all ranges, both ends included. */
  z.strictObject({
    kind: z.literal('ranges'),
    ranges: z
      .array(z.strictObject({ of: quantitySchema, low: z.number(), high: z.number() }))
      .min(1)
      .max(4),
  }),
  z.strictObject({
    kind: z.literal('group'),
    column: z.string(),
    by: z.enum(groupedDateParts).nullable(),
    group: z.number().int().min(0),
  }),
]);
export type Selection = z.infer<typeof selectionSchema>;

/** Rows of a part of the current run's table. */
export const rowsOfPartSchema = z.object({
  runId: z.string(),
  part: z.enum(parts),
  /** Index of the target that errors are of; classes have one. */
  target: z.number().int().min(0).default(0),
});

export const errorRowsInputSchema = rowsOfPartSchema.extend({
  selection: selectionSchema,
  offset: z.number().int().min(0),
  limit: z.number().int().min(1).max(1_000),
});

/** How a row was predicted. */
export const judgedRowSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('class'),
    /** Indices of classes. */
    actual: z.number().int(),
    predicted: z.number().int(),
    /** Probabilities of the actual and of the predicted class. */
    given: z.number(),
    most: z.number(),
    /** Of every class, where there are few. */
    probabilities: z.array(z.number()).nullable(),
  }),
  z.object({
    kind: z.literal('numeric'),
    actual: z.number(),
    predicted: z.number(),
  }),
]);
export type JudgedRow = z.infer<typeof judgedRowSchema>;

/** With the worst prediction first: the lowest probability of the true class, or the largest absolute error. */
export const errorRowsSchema = z.object({
  offset: z.number().int(),
  /** Number of all selected rows. */
  count: z.number().int(),
  /** 0-based data row in the file as read. */
  numbers: z.array(z.number().int()),
  /** Cells as in the file, null where missing. */
  rows: z.array(z.array(z.string().nullable())),
  judged: z.array(judgedRowSchema),
});
export type ErrorRows = z.infer<typeof errorRowsSchema>;

export const residualsInputSchema = rowsOfPartSchema.extend({ against: quantitySchema });

/** The residuals of a target against a quantity. */
export const residualsSchema = z.object({
  /** Rows that have the quantity, and rows that lack it. */
  rows: z.number().int(),
  missing: z.number().int(),
  /** [quantity, residual], at most 2,000 rows, evenly thinned. */
  points: z.array(z.tuple([z.number(), z.number()])),
  /** [quantity, median residual] of neighbouring rows, ascending. */
  median: z.array(z.tuple([z.number(), z.number()])),
  /** Rows by residual, in bins of equal width `step` from `low` on; 0 is an edge. */
  spread: z.object({
    low: z.number(),
    step: z.number(),
    /** `least` and `most`: the smallest and the largest residual of its rows; its edges where it has none. */
    bins: z.array(z.object({ rows: z.number().int(), least: z.number(), most: z.number() })),
  }),
});
export type Residuals = z.infer<typeof residualsSchema>;
