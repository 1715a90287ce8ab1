// The calls of the open table.
import { z } from 'zod';
import { fileRefSchema } from '../fileRef.ts';
import { limits } from '../limits.ts';
import { parts } from '../run/parts.ts';
import {
  datasetSchema,
  exampleSchema,
  pairSchema,
  rowWindowSchema,
  sampleSchema,
  viewSchema,
} from '../table/dataset.ts';
import { likelyTargetSchema } from '../table/likelyTarget.ts';
import { readingSchema } from '../table/reading.ts';
import { mostFiles } from '../table/tableFiles.ts';
import { call } from './call.ts';

export const datasetCalls = {
  examples: call.output(z.array(exampleSchema)),
  openExample: call.input(z.object({ file: z.string() })).output(datasetSchema),
  /** A failure leaves the dataset that was open before as it was. Refused while a run is in progress. `more` files are joined
   *  below the first one. */
  open: call
    .input(
      z.object({
        file: fileRefSchema,
        more: z
          .array(fileRefSchema)
          .max(mostFiles - 1)
          .optional(),
        reading: readingSchema.optional(),
      }),
    )
    .output(datasetSchema),
  /** Joins further files to the open table and makes their rows a part of the split. Columns keep their roles and preparation.
   *  Can be undone. */
  addFiles: call
    .input(
      z.object({
        files: z.array(fileRefSchema).min(1).max(mostFiles),
        part: z.enum(parts),
        reading: readingSchema.optional(),
      }),
    )
    .output(datasetSchema),
  /** The first rows of a large file that is still being uploaded, from its first bytes; null where these are not the
   *  beginning of a table. Changes nothing. */
  glimpse: call.input(z.object({ head: z.file().max(limits.sample.head) })).output(sampleSchema.nullable()),
  /** Reads the open file again with other options. Columns that are still there keep their roles and preparation. */
  reread: call.input(z.object({ reading: readingSchema })).output(datasetSchema),
  /** The first rows of the open file under this reading. Changes nothing. */
  preview: call.input(z.object({ reading: readingSchema })).output(sampleSchema),
  /** The open table once every column is profiled. Pages need not call this: the state reports the figures as they are
   *  computed. */
  profile: call.output(datasetSchema),
  rows: call
    .input(
      z.object({
        offset: z.number().int().min(0),
        limit: z.number().int().min(1).max(1_000),
        view: viewSchema.optional(),
      }),
    )
    .output(rowWindowSchema),
  /** Columns of the open table that a person would probably want to predict, at most three, the best first. */
  likelyTargets: call.output(z.array(likelyTargetSchema)),
  /** How two columns of the open table are related. */
  pair: call.input(z.object({ first: z.string(), second: z.string() })).output(pairSchema),
};
