// What is kept in a home folder: how much of it there is, and whether it is whole.
import { z } from 'zod';

const shareSchema = z.object({ count: z.number().int(), bytes: z.number().int() });

export const homeSizesSchema = z.object({
  /** The folder itself. */
  home: z.string(),
  runs: shareSchema,
  /** Deleted runs, which go after a week. */
  deleted: shareSchema,
  /** Tables that came through a browser. */
  tables: shareSchema,
  /** Unfinished files there, and copies of tables in the system's folder for temporary files. */
  temporary: shareSchema,
  /** Everything in the folder, what is not listed above too. */
  bytes: z.number().int(),
});
export type HomeSizes = z.infer<typeof homeSizesSchema>;

/** Runs that were deleted together, and how large they were. */
export const clearedRunsSchema = z.object({ runIds: z.array(z.string()), bytes: z.number().int() });
export type ClearedRuns = z.infer<typeof clearedRunsSchema>;

export const keptKinds = ['run', 'model', 'workspace', 'table'] as const;

/** `problems` is empty for what is whole; each is a sentence. */
export const checkedSchema = z.object({
  kind: z.enum(keptKinds),
  path: z.string(),
  problems: z.array(z.string()),
});
export type Checked = z.infer<typeof checkedSchema>;
