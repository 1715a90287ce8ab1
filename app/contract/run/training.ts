// A run as pages follow it: its state, the losses of every epoch so far, and its progress.
import { z } from 'zod';
import { limits } from '../limits.ts';
import type { Floats, LayerWeights } from '../model.ts';
import { optimizerSpecSchema } from '../spec/optimizers.ts';
import { batchSizeSchema, runSpecSchema } from '../spec/spec.ts';
import { metricsSchema } from './evaluation.ts';

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

/** Why a run ended. `converged` is L-BFGS within its tolerances. */
export const endReasons = [
  'epochs',
  'patience',
  'targetLoss',
  'timeLimit',
  'converged',
  'stopped',
  'diverged',
  'failed',
] as const;
export type EndReason = (typeof endReasons)[number];

/** Losses of one finished epoch: the mean over training rows as they were seen during it, and over the
 *  validation rows after it (null without validation rows), both weighted by the rows' weights and without penalties.
 *  Losses are in the network's own scale. */
export const epochRecordSchema = z.object({
  epoch: z.number().int(),
  trainLoss: z.number(),
  validationLoss: z.number().nullable(),
  /** Of the epoch's last step; null in a history of an older Chainrule. */
  learningRate: z.number().nullable().default(null),
  /** Accuracy (0..1) or mean absolute error in the network's own scale, over the validation rows; null where there are none. */
  validationScore: z.number().nullable().default(null),
});
export type EpochRecord = z.infer<typeof epochRecordSchema>;

/** A setting that a person changed while training went on: taken before step `step` + 1, a batch size with the next epoch.
 *  The same spec, data and changes give the same bits. */
export const changeSchema = z.strictObject({
  step: z.number().int().min(0),
  optimizer: optimizerSpecSchema.optional(),
  batchSize: batchSizeSchema.optional(),
});
export type Change = z.infer<typeof changeSchema>;

/** All that a run needs to go on bit for bit: taken at the end of an epoch. Random numbers need no state. Its numbers
 *  are in the precision that the run computes in. */
export interface Checkpoint {
  epoch: number;
  step: number;
  /** `loss` is the monitored value (of accuracy its complement), so that less is better. */
  best: { epoch: number; loss: number } | null;
  /** Epochs since the best one, for patience. */
  sinceBest: number;
  layers: LayerWeights<Floats>[];
  bestLayers: LayerWeights<Floats>[];
  /** Optimizer state per tensor in the order weight, bias, then gamma, beta of a layer that is normalised; `[]` where
   *  it has none. Each entry is as long as its tensor. */
  slots: Floats[][];
  /** What optimizer, schedule and stopping keep beside that. */
  scalars: number[];
}

/** Looked for in the last weights that were finite: an input that nobody scaled (`index` is the network's input, `value` its
 *  largest size), gradients that explode in the backward pass (the layer's index, and the norm), or else the learning rate. */
export const divergenceCauseSchema = z.object({
  kind: z.enum(['learningRate', 'unscaledInput', 'explodingGradients']),
  index: z.number().int(),
  value: z.number(),
});
export type DivergenceCause = z.infer<typeof divergenceCauseSchema>;

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
  /** Of the last step; null before the first. */
  learningRate: z.number().nullable(),
  reason: z.enum(endReasons).nullable(),
  /** Step at which a loss was not finite. */
  divergedAt: z.number().int().nullable(),
  /** What probably made it diverge, where that is known. */
  cause: divergenceCauseSchema.nullable(),
  /**
   * Of each layer, the output layer last: how much one step of the optimizer changes its weights, as the 2-norm of the change
   * over the 2-norm of the weights before it (a share; biases left out). About 0.001 is usual. Of the newest step that was
   * looked at, at most a tenth of a second ago (of a network of more than 250,000 parameters some tenths). null before the
   * first; of a layer null where its weights were all 0 or the step spoilt them.
   */
  updateRatios: z.array(z.number().nullable()).nullable(),
});
export type Progress = z.infer<typeof progressSchema>;

/** The end of an epoch, and the steps taken until then. */
export const checkpointPositionSchema = z.object({ epoch: z.number().int(), step: z.number().int() });
export type CheckpointPosition = z.infer<typeof checkpointPositionSchema>;

/** What `training.watch` streams: first everything so far (`from` 0), then what is new. Epochs lost between
 *  two messages never happen: `records` continues where the last message ended. */
export const trainingUpdateSchema = z.object({
  runId: z.string(),
  progress: progressSchema,
  /** Index of records[0] in the whole history. A history too long to draw is thinned by the sender: see `stride`. */
  from: z.number().int(),
  records: z.array(epochRecordSchema),
  /** The checkpoint history: checkpoints that are kept in memory, by ascending step; left out while they are the same as before. */
  checkpoints: z.array(checkpointPositionSchema).optional(),
});
export type TrainingUpdate = z.infer<typeof trainingUpdateSchema>;

/** What a person wrote on a run; each may be empty. */
export const runNotesSchema = z.strictObject({
  name: z.string().max(200),
  notes: z.string().max(20_000),
  starred: z.boolean(),
});
export type RunNotes = z.infer<typeof runNotesSchema>;

/** Epochs a second; null: as fast as it can. It changes no number. */
export const paceSchema = z.number().min(limits.pace.min).max(limits.pace.max).nullable();

/** The run that a branch began from: its name then (empty where it had none), and the checkpoint. */
export const runParentSchema = z.object({
  id: z.string(),
  name: z.string(),
  epoch: z.number().int(),
  step: z.number().int(),
});
export type RunParent = z.infer<typeof runParentSchema>;

export const runSummarySchema = z.object({
  id: z.string(),
  ...runNotesSchema.shape,
  fileName: z.string(),
  target: z.string(),
  task: z.enum(['regression', 'binary', 'multiclass']),
  /** ISO 8601. */
  startedAt: z.string(),
  /** null where it did not begin as a branch. */
  parent: runParentSchema.nullable(),
  state: runStateSchema,
  epoch: z.number().int(),
  best: progressSchema.shape.best,
  /** The numbers of inputs, of the units of each hidden layer, and of outputs; without inputs and outputs where the run could
   *  not be prepared. */
  widths: z.array(z.number().int()),
  parameters: z.number().int().nullable(),
  optimizer: optimizerSpecSchema,
  seed: z.number().int(),
  metrics: metricsSchema.nullable(),
  /** How often the test score was looked at on the page; 0 where it was not shown there yet. */
  testViews: z.number().int(),
  /** Validation (or training) losses, at most 60 points, for a small curve. */
  curve: z.array(z.number()),
});
export type RunSummary = z.infer<typeof runSummarySchema>;

/** A kept run as it is laid beside others. */
export const comparedRunSchema = z.object({
  summary: runSummarySchema,
  spec: runSpecSchema,
  changes: z.array(changeSchema),
  stepsPerEpoch: z.number().int(),
  /** Epochs at a regular interval, at most 1,000, the last one among them. */
  records: z.array(epochRecordSchema),
});
export type ComparedRun = z.infer<typeof comparedRunSchema>;

/** The current run of the workspace. */
export const runSchema = z.object({
  id: z.string(),
  ...runSummarySchema.pick({ name: true, fileName: true, startedAt: true, parent: true }).shape,
  spec: runSpecSchema,
  progress: progressSchema,
  /** What was changed while it ran, in the order of steps. */
  changes: z.array(changeSchema),
  /** Set when the run has ended and was scored. */
  metrics: metricsSchema.nullable(),
  /** How often the test score was looked at on the page; 0 where it was not shown there yet. */
  testViews: z.number().int(),
  fingerprint: z.string().nullable(),
  /** The model file or folder that it was opened from; null where it was trained here. */
  openedFrom: z.string().nullable(),
  /** The folder it is kept in, to show. */
  folder: z.string(),
  /** Whether the source file changed since the run began. */
  sourceChanged: z.boolean(),
  /** Set when something could not be written; training goes on. */
  notSaved: z.string().nullable(),
});
export type Run = z.infer<typeof runSchema>;
