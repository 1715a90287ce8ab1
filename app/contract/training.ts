// A run as it is watched: its state, the losses of every epoch so far, and where it stands now.
import { z } from 'zod';
import { metricsSchema } from './evaluation.ts';
import type { LayerWeights } from './model.ts';
import { runSpecSchema } from './spec.ts';

/**
 * ready -> running <-> paused -> finished | stopped | diverged; `interrupted` is a run whose process died,
 * `failed` one that an error ended. Only ready, paused and interrupted go on.
 */
export const runStates = [
  'ready',
  'running',
  'paused',
  'finished',
  'stopped',
  'diverged',
  'interrupted',
  'failed',
] as const;
export const runStateSchema = z.enum(runStates);
export type RunState = z.infer<typeof runStateSchema>;
export const endedStates: readonly RunState[] = ['finished', 'stopped', 'diverged', 'failed'];

/** Why a run ended by itself. */
export const endReasons = ['epochs', 'patience', 'stopped', 'diverged', 'failed'] as const;
export type EndReason = (typeof endReasons)[number];

/** Losses of one finished epoch: the mean over training rows as they were seen during it, and over the
 *  validation rows after it (null without validation rows). Losses are in the network's own scale. */
export const epochRecordSchema = z.object({
  epoch: z.number().int(),
  trainLoss: z.number(),
  validationLoss: z.number().nullable(),
});
export type EpochRecord = z.infer<typeof epochRecordSchema>;

/** All that a run needs to go on bit for bit: taken at the end of an epoch. Random numbers need no state. */
export interface Checkpoint {
  epoch: number;
  step: number;
  best: { epoch: number; loss: number } | null;
  /** Epochs since the best one, for patience. */
  sinceBest: number;
  layers: LayerWeights[];
  bestLayers: LayerWeights[];
  /** Optimizer state per tensor in the order weight, bias, weight, bias, ...; `[]` where it has none. */
  slots: Float32Array[][];
}

/** Where a run stands; at most ten a second. */
export const progressSchema = z.object({
  state: runStateSchema,
  /** Finished epochs, and steps taken in all. */
  epoch: z.number().int(),
  step: z.number().int(),
  epochs: z.number().int(),
  stepsPerEpoch: z.number().int(),
  /** Training time without pauses, seconds. */
  seconds: z.number(),
  rowsPerSecond: z.number(),
  /** Estimated seconds left, null while unknown. */
  secondsLeft: z.number().nullable(),
  best: z.object({ epoch: z.number().int(), loss: z.number() }).nullable(),
  reason: z.enum(endReasons).nullable(),
  /** Step at which a loss was not finite. */
  divergedAt: z.number().int().nullable(),
});
export type Progress = z.infer<typeof progressSchema>;

/** What `training.watch` streams: first everything so far (`from` 0), then what is new. Epochs lost between
 *  two messages never happen: `records` continues where the last message ended. */
export const trainingUpdateSchema = z.object({
  runId: z.string(),
  progress: progressSchema,
  /** Index of records[0] in the whole history. A history too long to draw is thinned by the sender: see `stride`. */
  from: z.number().int(),
  records: z.array(epochRecordSchema),
});
export type TrainingUpdate = z.infer<typeof trainingUpdateSchema>;

export const runSummarySchema = z.object({
  id: z.string(),
  fileName: z.string(),
  target: z.string(),
  task: z.enum(['regression', 'binary', 'multiclass']),
  /** ISO 8601. */
  startedAt: z.string(),
  state: runStateSchema,
  epoch: z.number().int(),
  metrics: metricsSchema.nullable(),
  /** Validation (or training) losses, at most 60 points, for a small curve. */
  curve: z.array(z.number()),
});
export type RunSummary = z.infer<typeof runSummarySchema>;

/** The current run of the workspace. */
export const runSchema = z.object({
  id: z.string(),
  spec: runSpecSchema,
  progress: progressSchema,
  /** Set when the run has ended and was scored. */
  metrics: metricsSchema.nullable(),
  fingerprint: z.string().nullable(),
  /** The folder it is kept in, for a person to read. */
  folder: z.string(),
  /** Whether the source file changed since the run began. */
  sourceChanged: z.boolean(),
  /** Set when something could not be written; training goes on. */
  notSaved: z.string().nullable(),
});
export type Run = z.infer<typeof runSchema>;
