// How a call names a file or a trained model.
import { z } from 'zod';

/** A file that a person chose: a path where the host may read paths, else the id of an upload. */
export const fileRefSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('path'), path: z.string().min(1).max(4096) }),
  z.object({ kind: z.literal('upload'), id: z.string().regex(/^[0-9a-f]{32}$/) }),
]);
export type FileRef = z.infer<typeof fileRefSchema>;

/** A trained model: a kept run, or a run's folder or model file. */
export const modelRefSchema = z.discriminatedUnion('kind', [
  ...fileRefSchema.options,
  z.object({ kind: z.literal('run'), id: z.string() }),
]);
export type ModelRef = z.infer<typeof modelRefSchema>;
