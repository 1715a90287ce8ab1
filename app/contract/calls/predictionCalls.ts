// The calls that use a run's model: on a row that a person makes up, and on a file of new rows beside the open table.
import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { fileRefSchema } from '../fileRef.ts';
import { predictedFileSchema } from '../modelReport.ts';
import { intervalLevelSchema } from '../run/calibration.ts';
import {
  cellContributionsSchema,
  csvPieceSchema,
  formRowSchema,
  formSchema,
  newRowsSchema,
  predictingSchema,
  whatIfSchema,
} from '../run/prediction.ts';
import { call } from './call.ts';

export const predictionCalls = {
  /** The columns that a run's model reads, as a form to fill in. */
  form: call.input(z.object({ runId: z.string() })).output(formSchema),
  /** A row of the open table as the form's cells. */
  row: call.input(z.object({ runId: z.string(), row: z.number().int().min(0) })).output(formRowSchema),
  /** What the model predicts for one row. `cells`: one for each column of the form, in its order, as in a file. With `level` an
   *  interval, or a set of classes, that holds the truth in this share of rows, where the model has one. */
  whatIf: call
    .input(
      z.object({
        runId: z.string(),
        cells: z.array(z.string().max(10_000).nullable()),
        level: intervalLevelSchema.optional(),
      }),
    )
    .output(whatIfSchema),
  /** What each column adds to the prediction of one row: of the target or class `of`, else of the first target or the predicted class.
   *  null where the model does not keep the mean of its training rows. */
  contributions: call
    .input(
      z.object({
        runId: z.string(),
        cells: z.array(z.string().max(10_000).nullable()),
        of: z.number().int().min(0).optional(),
      }),
    )
    .output(cellContributionsSchema.nullable()),
  /** Reads a file of new rows beside the open table, predicts all of them, and scores them where the file has the target. Replaces the
   *  file before; cancelled, the file is closed. */
  open: call
    .input(z.object({ runId: z.string(), file: fileRefSchema, level: intervalLevelSchema.optional() }))
    .output(eventIterator(predictingSchema)),
  /** Its rows with their predictions, as soon as it has been read. */
  rows: call
    .input(
      z.object({
        id: z.string(),
        offset: z.number().int().min(0),
        limit: z.number().int().min(1).max(1_000),
        level: intervalLevelSchema.optional(),
      }),
    )
    .output(newRowsSchema),
  /** The same bytes as `models.predict` gives for the file. */
  save: call
    .input(
      z.object({
        id: z.string(),
        interval: intervalLevelSchema.optional(),
        /** Adds how far the networks of an ensemble differ; of one network refused. */
        spread: z.boolean().optional(),
        raw: z.boolean().optional(),
      }),
    )
    .output(eventIterator(csvPieceSchema, predictedFileSchema.optional())),
  /** Frees its memory; does nothing for a file that is closed already. */
  close: call.input(z.object({ id: z.string() })).output(z.object({})),
};
