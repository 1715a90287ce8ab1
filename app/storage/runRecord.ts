// The content of `run.json`: everything about a run except its weights and losses. docs/run-folder.md describes it.
import { z } from 'zod';
import { type FileRef, fileRefSchema } from '../contract/fileRef.ts';
import { preparationSchema } from '../contract/model.ts';
import { metricsSchema } from '../contract/run/evaluation.ts';
import {
  changeSchema,
  divergenceCauseSchema,
  endReasons,
  runParentSchema,
  runStateSchema,
} from '../contract/run/training.ts';
import { runSpecSchema } from '../contract/spec/spec.ts';
import { readingSchema } from '../contract/table/reading.ts';
import { storageVersion } from './damaged.ts';

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

export const runRecordSchema = z.object({
  version: z.literal(storageVersion),
  id: z.string().min(1),
  spec: runSpecSchema,
  /** Fitted on the training rows; null until then. */
  preparation: preparationSchema.nullable(),
  dataset: sourceSchema,
  environment: z.object({
    chainrule: z.string(),
    node: z.string(),
    platform: z.string(),
    arch: z.string(),
    isa: z.string(),
    threads: z.number().int().min(1),
  }),
  /** ISO 8601; `endedAt` is null while it has not ended. */
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
  /** The run and checkpoint that a branch began from; absent in other runs. */
  parent: runParentSchema.optional(),
  state: runStateSchema,
  reason: z.enum(endReasons).nullable(),
  /** Finished epochs and steps, and training time without pauses in seconds. */
  epoch: z.number().int().min(0),
  step: z.number().int().min(0),
  seconds: z.number().min(0),
  best: z.object({ epoch: z.number().int(), loss: z.number() }).nullable(),
  divergedAt: z.number().int().nullable(),
  cause: divergenceCauseSchema.nullable().default(null),
  /** Changes of settings during the run; with them the same spec and table give the same bits again. */
  changes: z.array(changeSchema).default([]),
  metrics: metricsSchema.nullable(),
  /** How often the page showed the test score. */
  testViews: z.number().int().min(0).default(0),
  /** The model file or folder that the run was opened from, if it was not trained here. */
  openedFrom: z.string().nullable().default(null),
  /** Fingerprint of the weights in best.safetensors; null without weights. */
  fingerprint: z.string().nullable(),
});
export type RunRecord = z.infer<typeof runRecordSchema>;
