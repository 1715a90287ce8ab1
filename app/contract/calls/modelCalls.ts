// The calls that read a model and use it on a file.
import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { fileRefSchema, modelRefSchema } from '../fileRef.ts';
import { groupsAskedSchema, modelReportSchema, predictedFileSchema } from '../modelReport.ts';
import { reportSchema } from '../report.ts';
import { intervalLevelSchema } from '../run/calibration.ts';
import { thresholdSchema } from '../run/threshold.ts';
import { readingSchema } from '../table/reading.ts';
import { call } from './call.ts';
import { modelExplanationCalls } from './explanationCalls.ts';

export const modelCalls = {
  /** How a table is to be read for the model: what its cells mean, not how the file is cut. */
  reading: call.input(z.object({ model: fileRefSchema })).output(readingSchema),
  /** `model` is a run's folder or a model file in any form. */
  evaluate: call
    .input(
      z.object({
        model: fileRefSchema,
        file: fileRefSchema,
        /** In place of the model's own. */
        threshold: thresholdSchema.optional(),
        groups: groupsAskedSchema.optional(),
      }),
    )
    .output(modelReportSchema),
  /** The file's own columns plus the predictions, as CSV text in pieces. At its end the stream returns how the file fits the
   *  model. `strict`: a file with cells that the model cannot use as they stand is refused before the first piece. Cells that begin a
   *  formula get an apostrophe; `raw` leaves them as they are. */
  predict: call
    .input(
      z.object({
        model: fileRefSchema,
        file: fileRefSchema,
        strict: z.boolean().optional(),
        interval: intervalLevelSchema.optional(),
        /** Adds how far the networks of an ensemble differ; of one network refused. */
        spread: z.boolean().optional(),
        raw: z.boolean().optional(),
        threshold: thresholdSchema.optional(),
      }),
    )
    .output(eventIterator(z.string(), predictedFileSchema.optional())),
  ...modelExplanationCalls,
  /** Everything that a report tells of an ended run or of a model file. Counts no look at the test score. */
  report: call.input(z.object({ model: modelRefSchema })).output(reportSchema),
};
