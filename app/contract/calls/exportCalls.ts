// The calls that write files: a model in a format, and the table as a network reads it.
import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { exportCheckSchema, exportFormatSchema } from '../exportFormats.ts';
import { modelRefSchema } from '../fileRef.ts';
import { writtenCellsSchema } from '../modelReport.ts';
import { call } from './call.ts';

export const exportCalls = {
  /** Writes a model in a format, with its kept (best) weights, and checks what was written: it is read back, by the format's own program
   *  where that is on this computer, and its predictions of the golden rows are compared with the app's. Fails with `export_differs` where
   *  they are not the same. `check` is null for a model without golden rows. Of a format with several files one zip, or with `each` all of them. */
  file: call
    .input(z.object({ model: modelRefSchema, format: exportFormatSchema, each: z.boolean().optional() }))
    .output(z.object({ files: z.array(z.file()), check: exportCheckSchema.nullable() })),
  /** The open table as the workspace's spec prepares it, as CSV text in pieces: each row's number in the file (from 1), its
   *  part, and every input and target as the network reads them. `raw`: as for `models.predict`. Refused while the spec has an
   *  issue of severity error. */
  prepared: call
    .input(z.object({ raw: z.boolean().optional() }))
    .output(eventIterator(z.string(), writtenCellsSchema.optional())),
};
