// What runs and the workspace remember of a table's files, to find them again.
import { z } from 'zod';
import { type FileRef, fileRefSchema } from '../contract/fileRef.ts';
import { readingSchema } from '../contract/table/reading.ts';

export const sourceSchema = z.object({
  /** Location of the file: a path, or an upload under the home folder. Of several files the first one. */
  file: fileRefSchema,
  fileName: z.string(),
  bytes: z.number().int().min(0),
  /** Time of last change in milliseconds since 1970; null in older records. */
  modified: z.number().nullable().default(null),
  /** SHA-256 of its bytes, hex. */
  hash: z.string(),
  /** What was chosen about reading the file. */
  reading: readingSchema.default({}),
  /** The files of a table of several, in the order of their rows; `bytes`, `modified` and `hash` are then those of all of them
   *  together. Empty for one file, and absent in older records. */
  files: z
    .array(z.object({ file: fileRefSchema, name: z.string(), bytes: z.number().int(), hash: z.string() }))
    .default([]),
});
export type Source = z.infer<typeof sourceSchema>;

/** Where its files are. */
export function refsOf({ file, files }: Source): FileRef[] {
  return files.length === 0 ? [file] : files.map((one) => one.file);
}
