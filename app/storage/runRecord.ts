// The content of `run.json`: everything about a run except its weights and losses. docs/run-folder.md describes it.
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
import { storageVersion } from './damaged.ts';
import { sourceSchema } from './source.ts';

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
