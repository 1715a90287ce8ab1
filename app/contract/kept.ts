// What is kept in a home folder: how much of it there is, and whether it is whole.
import { z } from 'zod';
import { valuesSchema } from './issues/values.ts';

const shareSchema = z.object({ count: z.number().int(), bytes: z.number().int() });

export const homeSizesSchema = z.object({
  /** The folder itself. */
  home: z.string(),
  runs: shareSchema,
  /** Deleted runs, which go after a week. */
  deleted: shareSchema,
  /** Tables that came through a browser. */
  tables: shareSchema,
  /** Lessons of which something was done. */
  lessons: shareSchema,
  /** Unfinished files there, and copies of tables in the system's folder for temporary files. */
  temporary: shareSchema,
  /** Everything in the folder, what is not listed above too. */
  bytes: z.number().int(),
});
export type HomeSizes = z.infer<typeof homeSizesSchema>;

/** Runs that were deleted together, and how large they were. */
export const clearedRunsSchema = z.object({ runIds: z.array(z.string()), bytes: z.number().int() });
export type ClearedRuns = z.infer<typeof clearedRunsSchema>;

export const keptKinds = ['run', 'model', 'workspace', 'table', 'lessons', 'pack'] as const;

/**
 * newer: a newer Chainrule wrote it. noRecord: a run's folder has no readable run.json. damaged: a JSON file. epochUnreadable, epochOrder,
 * epochsLacking: the history. weightsLacking, weightsOther: best.safetensors.
 * goldenDiffer: the golden rows of a model file or of another export. storedDiffer: the predictions that a spreadsheet stored in a workbook. tableGone, runGone: what the workspace had open. noFile: an
 * upload. unreadable: the system's reason. failed: reading it failed with the error whose `code` is among the values.
 */
export const keptProblemKinds = [
  'newer',
  'noRecord',
  'damaged',
  'epochUnreadable',
  'epochOrder',
  'epochsLacking',
  'weightsLacking',
  'weightsOther',
  'goldenDiffer',
  'storedDiffer',
  'tableGone',
  'runGone',
  'noFile',
  'unreadable',
  'failed',
] as const;

/** `message` is the English sentence; `values` for other languages. */
export const keptProblemSchema = z.object({
  kind: z.enum(keptProblemKinds),
  message: z.string(),
  values: valuesSchema,
});
export type KeptProblem = z.infer<typeof keptProblemSchema>;

/** `problems` is empty for what is whole. `path`: of a run in a packed file, the file and the run's number in it. */
export const checkedSchema = z.object({
  kind: z.enum(keptKinds),
  path: z.string(),
  problems: z.array(keptProblemSchema),
  /** Of a model file or another export with golden rows: they were computed again from its bytes. `largest` is the largest relative difference from the
   *  predictions in the file; null where one is not a number. */
  golden: z.object({ rows: z.number().int(), largest: z.number().nullable() }).optional(),
  /** Of a workbook that a spreadsheet has saved: the predictions that it stored, compared with those of the formulas. */
  stored: z.object({ rows: z.number().int(), largest: z.number().nullable() }).optional(),
  /** Of what has a program: whether all of its programs are, byte for byte, what this version writes for the model beside them; unknown where there
   *  is no model beside it. */
  program: z.enum(['own', 'other', 'unknown']).optional(),
  /** Of the weights from which train.py begins, which predict nothing: its table, and how many networks it trains. */
  start: z.object({ table: z.string(), networks: z.number().int() }).optional(),
});
export type Checked = z.infer<typeof checkedSchema>;
