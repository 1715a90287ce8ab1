// What the app does with a dropped or chosen file or folder. Only its content decides, not where on the page it is dropped.
import { z } from 'zod';

/** One line for each thing that can arrive. */
export const arrivals = {
  /** CSV, TSV, Excel, Parquet, JSON rows, also gzipped: opens as the dataset. */
  table: { by: 'content' },
  /** A safetensors file, or JSON that says `chainrule`: opens as a run on the table that it was trained on. */
  model: { by: 'content' },
  /** A folder with `run.json`: opens as that run, which is copied into the home folder unless it is there already. */
  run: { by: 'run.json' },
  /** Any other folder: one of its tables opens. */
  folder: { by: 'tables' },
} as const;
export type ArrivalKind = keyof typeof arrivals;

/** What a file turned out to be. */
export const openedSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('table') }),
  z.object({ kind: z.literal('model'), runId: z.string() }),
]);
export type Opened = z.infer<typeof openedSchema>;

/** Files of a run's folder that are imported; the others are useful only on the computer that trained the run. */
export const runFileNames = {
  run: 'run.json',
  best: 'best.safetensors',
  evaluation: 'evaluation.json',
  history: 'history.jsonl',
  notes: 'notes.json',
} as const;
export type RunFile = keyof typeof runFileNames;
