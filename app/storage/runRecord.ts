// What `run.json` holds: everything about a run but its weights and its losses. docs/run-folder.md describes it.
import { z } from 'zod';
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
import { fileRefSchema } from '../contract/workspace.ts';
import { storageVersion } from './damaged.ts';

export const sourceSchema = z.object({
  /** Where the file was: a path, or an upload kept under the home folder. */
  file: fileRefSchema,
  fileName: z.string(),
  bytes: z.number().int().min(0),
  /** When it was last changed, in milliseconds since 1970; null in records from before this was kept. */
  modified: z.number().nullable().default(null),
  /** SHA-256 of its bytes, hex. */
  hash: z.string(),
  /** What was chosen of how it is read. */
  reading: readingSchema.default({}),
});
export type Source = z.infer<typeof sourceSchema>;

export const runRecordSchema = z.object({
  version: z.literal(storageVersion),
  id: z.string().min(1),
  spec: runSpecSchema,
  /** As fitted on the training rows; null until that was done. */
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
  /** Made in mid-run; with them the same spec and table give the same bits again. */
  changes: z.array(changeSchema).default([]),
  metrics: metricsSchema.nullable(),
  /** How often the test score was looked at on the page. */
  testViews: z.number().int().min(0).default(0),
  /** The model file or folder that it was opened from, where it was not trained here. */
  openedFrom: z.string().nullable().default(null),
  /** Of the weights in best.safetensors; null while there are none. */
  fingerprint: z.string().nullable(),
});
export type RunRecord = z.infer<typeof runRecordSchema>;
