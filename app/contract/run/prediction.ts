// What a trained model says about rows that a person makes up or brings: the form of its columns, one row of it (what-if), and a file of
// new rows. Cells are text as a file would have them, a number with the decimal sign of the form's column.
import { z } from 'zod';
import { issueSchema } from '../issues/issues.ts';
import { modelReportSchema } from '../modelReport.ts';
import { decimalSchema, dialectSchema } from '../table/reading.ts';
import { unitSchema } from '../table/unit.ts';
import { cellProblemKinds } from './cellProblems.ts';

/** Counts over equal bins from `min` to `max`. */
export const binsSchema = z.object({ min: z.number(), max: z.number(), counts: z.array(z.number().int()) });
export type Bins = z.infer<typeof binsSchema>;

const rangeSchema = z.object({ min: z.number(), max: z.number() });

/** What the network makes of an empty cell. `learned`: an input of its own, learned from training rows; `replaced`: a typical number;
 *  `unseen`: nothing, since no training row had one. */
export const emptyCellSchema = z.enum(['learned', 'replaced', 'unseen']);

/** One column that the model reads. `typical`: the cell to start from; null for missing. */
const columnOf = { column: z.string(), typical: z.string().nullable(), empty: emptyCellSchema };
export const formColumnSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('number'),
    ...columnOf,
    unit: unitSchema.optional(),
    decimal: decimalSchema,
    /** Of the training rows; null in models of older versions. */
    range: rangeSchema.nullable(),
    /** Whether all training values are whole numbers; null where the training table is not open. */
    whole: z.boolean().nullable(),
    /** Of the training rows, over `range`; null where the training table is not open. */
    training: binsSchema.nullable(),
  }),
  /** `truths`: whether the levels are yes and no. */
  z.object({ kind: z.literal('level'), ...columnOf, levels: z.array(z.string()), truths: z.boolean() }),
  /** `clock`: whether the model reads the hour. */
  z.object({
    kind: z.literal('date'),
    ...columnOf,
    first: z.enum(['day', 'month', 'year']),
    clock: z.boolean(),
  }),
]);
export type FormColumn = z.infer<typeof formColumnSchema>;

export const formSchema = z.object({
  columns: z.array(formColumnSchema),
  target: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('numeric'),
      targets: z.array(
        z.object({
          name: z.string(),
          unit: unitSchema.optional(),
          /** Of the training values; null where the training table is not open. */
          training: binsSchema.nullable(),
        }),
      ),
    }),
    z.object({ kind: z.literal('class'), column: z.string(), classes: z.array(z.string()) }),
  ]),
  /** Rows of the open table that the form can start from; 0 without a table. */
  rows: z.number().int(),
  /** Validation rows whose errors the model keeps: what intervals come from. */
  calibrated: z.number().int(),
  /** Networks of the model, whose predictions are averaged; 1 where it is no ensemble. */
  networks: z.number().int(),
});
export type Form = z.infer<typeof formSchema>;

/** A row of the open table as cells of the form. `truth`: its targets as written, null where missing. */
export const formRowSchema = z.object({
  cells: z.array(z.string().nullable()),
  truth: z.array(z.string().nullable()),
});
export type FormRow = z.infer<typeof formRowSchema>;

/** At most so many classes of one row are told: the most probable ones. */
export const mostClassesTold = 10;

const setSchema = z.object({
  /** Indices of classes, the most probable first, at most mostClassesTold. */
  classes: z.array(z.number().int()),
  count: z.number().int(),
});
/** One row's prediction; null where the network's output is not finite. */
export const rowPredictionSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('numeric'),
    targets: z.array(
      z
        .object({
          value: z.number(),
          low: z.number().nullable(),
          high: z.number().nullable(),
          /** Of an ensemble: the standard deviation of its networks' answers, in the target's units. */
          spread: z.number().optional(),
        })
        .nullable(),
    ),
  }),
  z.object({
    kind: z.literal('class'),
    /** The predicted class; with a threshold it may not be the most probable one. null where the output is not finite. */
    chosen: z.number().int().nullable(),
    /** The most probable classes, the most probable first. */
    top: z.array(
      z.object({
        index: z.number().int(),
        probability: z.number(),
        /** Of an ensemble: the standard deviation of its networks' probabilities. */
        spread: z.number().optional(),
      }),
    ),
    /** null where no set was asked for, or none can be had. */
    set: setSchema.nullable(),
  }),
]);
export type RowPrediction = z.infer<typeof rowPredictionSchema>;

/** What the model cannot use of a row as it stands, or has not learned from. */
export const rowProblemSchema = z.object({
  column: z.string(),
  kind: z.enum(cellProblemKinds),
  range: rangeSchema.optional(),
  /** The number that is used instead. */
  imputed: z.number().optional(),
  learned: z.boolean(),
});
export type RowProblem = z.infer<typeof rowProblemSchema>;

export const whatIfSchema = z.object({
  prediction: rowPredictionSchema,
  problems: z.array(rowProblemSchema),
});
export type WhatIf = z.infer<typeof whatIfSchema>;

/** What each column of the form adds to the prediction of one row, compared with the mean of the training rows (integrated gradients). In
 *  the target's own units, or a probability. */
export const cellContributionsSchema = z.object({
  /** Index of the target, or of the class. */
  of: z.number().int(),
  base: z.number(),
  columns: z.array(z.number()),
  prediction: z.number(),
  /** prediction - base - the sum of the columns. */
  remainder: z.number(),
});
export type CellContributions = z.infer<typeof cellContributionsSchema>;

/** A file of new rows that the backend has read. */
export const newFileSchema = z.object({
  id: z.string(),
  fileName: z.string(),
  bytes: z.number().int(),
  rows: z.number().int(),
  rowsLeftOut: z.number().int(),
  dialect: dialectSchema,
  columns: z.array(z.object({ name: z.string(), type: z.string() })),
  /** Where each column of the model is in the file, 0-based. */
  matched: z.array(z.object({ column: z.string(), at: z.number().int() })),
  /** Columns that pass through unused: how many, and the first of them. */
  unused: z.object({ count: z.number().int(), names: z.array(z.string()) }),
  hasTarget: z.boolean(),
});
export type NewFile = z.infer<typeof newFileSchema>;

/** How the predictions are spread. */
export const spreadSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('numeric'),
    /** Of each target, predictions and training values over the same bins; null where there are no finite predictions. */
    targets: z.array(z.object({ predicted: binsSchema, training: binsSchema.nullable() }).nullable()),
  }),
  /** The classes predicted most often, at most 20, and the rows of all others. */
  z.object({
    kind: z.literal('class'),
    counts: z.array(z.object({ index: z.number().int(), rows: z.number().int() })),
    others: z.object({ classes: z.number().int(), rows: z.number().int() }),
  }),
]);
export type Spread = z.infer<typeof spreadSchema>;

export const predictedSchema = z.object({
  issues: z.array(issueSchema),
  spread: spreadSchema,
  /** Half the width of each target's intervals at the level asked for (of classes one margin); null where none can be had. */
  margins: z.array(z.number()).nullable(),
  /** Rows whose output is not finite: their cells stay empty. */
  notFinite: z.number().int(),
  /** Scores on the rows that have a target; null where none has one. */
  report: modelReportSchema.nullable(),
});
export type Predicted = z.infer<typeof predictedSchema>;

/** How far it has come. `file` is there once the file was read: its first rows can then be asked for. */
export const predictingSchema = z.object({
  step: z.enum(['reading', 'examining', 'predicting', 'scoring']),
  /** 0..1 of the step, null while unknown. */
  fraction: z.number().nullable(),
  file: newFileSchema.nullable(),
  /** The last one has it. */
  predicted: predictedSchema.nullable(),
});
export type Predicting = z.infer<typeof predictingSchema>;

/** Rows of the file with their predictions. */
export const newRowsSchema = z.object({
  offset: z.number().int(),
  rows: z.array(z.array(z.string().nullable())),
  predictions: z.array(rowPredictionSchema),
  /** For each row the 0-based columns whose cell the model cannot use as it stands. */
  marks: z.array(z.array(z.number().int())),
  count: z.number().int(),
});
export type NewRows = z.infer<typeof newRowsSchema>;

/** A piece of the CSV text, with how many rows are predicted so far. */
export const csvPieceSchema = z.object({ text: z.string(), rows: z.number().int() });
