// What the app does with a dropped or chosen file or folder. Only its content decides, not where on the page it is dropped, but for the
// split: a table that is dropped there is joined to the open one as a part of its split.
//   table    CSV, TSV, Excel, Parquet, JSON rows, also gzipped: opens as the dataset
//   model    a safetensors, ONNX, .npz or Keras file, or JSON that says `chainrule`: opens as a run on the open table, whose rows may be new to it, or without a table
//   run      a folder with `run.json` and weights: opens as that run, copied into the home folder unless it is there already
//   pack     runs that were packed into one file (packs.ts): what is in it is shown, and a person says whether its runs are added
//   lesson   Markdown that begins with front matter (docs/lessons.md): a lesson, which `lessons.open` opens
//   folder   any other folder: its tables, as several files
//   several  tables at once: a person says whether they are joined into one table, or which of them opens
//   text     cells pasted from a spreadsheet: opens as a table, kept among the uploads
import { z } from 'zod';
import { packContentsSchema } from './packs.ts';

/** What a file turned out to be. */
export const openedSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('table') }),
  /** `withTable`: whether it is shown on a table. */
  z.object({ kind: z.literal('model'), runId: z.string(), withTable: z.boolean() }),
  /** Nothing is opened yet: `lessons.open` opens it. */
  z.object({ kind: z.literal('lesson') }),
  /** Nothing is opened yet: `packs.open` adds its runs. */
  z.object({ kind: z.literal('pack'), contents: packContentsSchema }),
]);
export type Opened = z.infer<typeof openedSchema>;
