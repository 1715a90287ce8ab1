// run.json: what a run's folder says of it. Written when the run begins and again when it ends; `progress` is of that
// moment, history and checkpoints have files of their own.
import { z } from 'zod';
import { metricsSchema } from './evaluation.ts';
import { preparationSchema } from './model.ts';
import { runSpecSchema } from './spec.ts';
import { progressSchema } from './training.ts';

export const runRecordVersion = 1;

export const runRecordSchema = z.object({
  version: z.literal(runRecordVersion),
  id: z.string(),
  /** ISO 8601, UTC. */
  startedAt: z.string(),
  dataset: z.object({
    path: z.string(),
    fileName: z.string(),
    bytes: z.number().int(),
    /** SHA-256 of the file as it was read, hex. */
    hash: z.string(),
    /** Whether the file on disk was no longer that one when the run began. */
    changed: z.boolean(),
  }),
  spec: runSpecSchema,
  preparation: preparationSchema,
  environment: z.object({
    version: z.string(),
    isa: z.string(),
    threads: z.number().int(),
    node: z.string(),
    platform: z.string(),
  }),
  /** A state of `running` or `paused` here, without a living process that holds the lock, is an interrupted run. */
  progress: progressSchema,
  metrics: metricsSchema.nullable(),
  fingerprint: z.string().nullable(),
});
export type RunRecord = z.infer<typeof runRecordSchema>;
