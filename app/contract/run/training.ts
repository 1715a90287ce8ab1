// A run as pages follow it: its state, the losses of every epoch so far, and its progress.
import { z } from 'zod';
import { issueSchema } from '../issues/issues.ts';
import { valuesSchema } from '../issues/values.ts';
import { limits } from '../limits.ts';
import { type Floats, type LayerWeights, planSchema } from '../model.ts';
import { optimizerSpecSchema } from '../spec/optimizers.ts';
import { batchSizeSchema, runSpecSchema } from '../spec/spec.ts';
import { unitSchema } from '../table/unit.ts';
import { metricsSchema } from './evaluation.ts';
import { notSavedSchema } from './notSaved.ts';
import { thresholdSchema } from './threshold.ts';

/** States of a run: ready -> running <-> paused -> finished | stopped | diverged. `interrupted`: its process died; `failed`: an
 *  error ended it. Only ready, paused and interrupted runs can continue. */
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

/** Why a run ended. `converged`: L-BFGS reached its tolerances. */
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

/** Losses of one finished epoch: the mean over the training rows, each measured during the epoch, and the mean over the
 *  validation rows after it (null without validation rows). Both are weighted by row weight, without penalties, in the
 *  network's own scale. */
export const epochRecordSchema = z.object({
  epoch: z.number().int(),
  trainLoss: z.number(),
  validationLoss: z.number().nullable(),
  /** Learning rate of the epoch's last step; null in histories written by older versions of Chainrule. */
  learningRate: z.number().nullable().default(null),
  /** Accuracy (0..1) or mean absolute error in the network's own scale, over the validation rows; null where there are none. */
  validationScore: z.number().nullable().default(null),
  /** Of an ensemble: the number of the network, from 0. */
  member: z.number().int().min(0).optional(),
});
export type EpochRecord = z.infer<typeof epochRecordSchema>;

/** A setting that a person changed during training: applied before step `step` + 1; a batch size from the next epoch on. The
 *  same spec, data and changes give the same bits. */
export const changeSchema = z.strictObject({
  step: z.number().int().min(0),
  optimizer: optimizerSpecSchema.optional(),
  batchSize: batchSizeSchema.optional(),
});
export type Change = z.infer<typeof changeSchema>;
export const changesSchema = z
  .array(changeSchema)
  .refine(
    (changes) => changes.every(({ step }, k) => k === 0 || step >= changes[k - 1]!.step),
    'their steps must ascend',
  );

/** Everything that a run needs to continue bit for bit, taken at the end of an epoch. Random generators have no state to save.
 *  The numbers have the run's precision. */
export interface Checkpoint {
  epoch: number;
  step: number;
  /** `loss` is the monitored value (1 - accuracy for accuracy), so that lower is better. */
  best: { epoch: number; loss: number } | null;
  /** Epochs since the best one, for early stopping. */
  sinceBest: number;
  layers: LayerWeights<Floats>[];
  bestLayers: LayerWeights<Floats>[];
  /** Optimizer state of each tensor, in the order weight, bias, then gamma, beta of a normalised layer; `[]` where the
   *  optimizer keeps none. Each entry is as long as its tensor. */
  slots: Floats[][];
  /** Other numbers that the optimizer, the schedule and early stopping keep. */
  scalars: number[];
}

/** Why a run diverged: one cell that is far from all others (`value` as in the table), or, from the last finite weights, an input
 *  without scaling (`index` is the network's input, `value` its largest magnitude), gradients that explode in the backward pass
 *  (`index` is the layer, `value` the norm), or else the learning rate. */
export const divergenceCauseSchema = z.object({
  kind: z.enum(['learningRate', 'unscaledInput', 'explodingGradients', 'farCell']),
  index: z.number().int(),
  value: z.number(),
  column: z.string().optional(),
  /** As it is shown: counted from 1, and with its file where there are several, such as `2 (b.csv)`. */
  row: z.union([z.number().int(), z.string()]).optional(),
  /** Whether the column is a target, which is not clipped. */
  isTarget: z.boolean().optional(),
});
export type DivergenceCause = z.infer<typeof divergenceCauseSchema>;

/** Where a run is now; sent at most ten times a second. */
export const progressSchema = z.object({
  state: runStateSchema,
  /** Finished epochs, and steps taken in total. */
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
  /** Learning rate of the last step; null before the first. */
  learningRate: z.number().nullable(),
  reason: z.enum(endReasons).nullable(),
  /** Step at which the loss was not finite. */
  divergedAt: z.number().int().nullable(),
  /** The probable cause of the divergence, where known. */
  cause: divergenceCauseSchema.nullable(),
  /** Update-to-weight ratio of each layer, the output layer last: the 2-norm of one step's change of the weights over the
   *  2-norm of the weights before it (biases left out). About 0.001 is usual. Measured at the newest inspected step, at most a
   *  tenth of a second ago (some tenths for more than 250,000 parameters). null before the first measurement; null for a layer
   *  whose weights were all 0 or became not finite. */
  updateRatios: z.array(z.number().nullable()).nullable(),
  /** Of an ensemble: how many networks it has and how many have ended. `epoch` is then that of the one which trained longest, `step` their
   *  sum, `best` the median of their best epochs and the mean of their best losses. */
  members: z.object({ count: z.number().int(), ended: z.number().int() }).optional(),
});
export type Progress = z.infer<typeof progressSchema>;

/** The end of an epoch, and the number of steps until then. */
export const checkpointPositionSchema = z.object({ epoch: z.number().int(), step: z.number().int() });
export type CheckpointPosition = z.infer<typeof checkpointPositionSchema>;

/** What `training.watch` streams: first everything so far (`from` is 0), then what is new. No epoch is lost between two
 *  messages: `records` continues where the last message ended. */
export const trainingUpdateSchema = z.object({
  runId: z.string(),
  progress: progressSchema,
  /** Index of records[0] in the whole history. The sender thins a history that is too long to draw: see `stride`. */
  from: z.number().int(),
  records: z.array(epochRecordSchema),
  /** The checkpoint history: checkpoints kept in memory, by ascending step; absent while unchanged. */
  checkpoints: z.array(checkpointPositionSchema).optional(),
});
export type TrainingUpdate = z.infer<typeof trainingUpdateSchema>;

/** A person's notes on a run; each may be empty. */
export const runNotesSchema = z.strictObject({
  name: z.string().max(200),
  notes: z.string().max(20_000),
  starred: z.boolean(),
});
export type RunNotes = z.infer<typeof runNotesSchema>;

/** Epochs per second; null: full speed. The pace changes no result. */
export const paceSchema = z.number().min(limits.pace.min).max(limits.pace.max).nullable();

/** The run or model that a run began from: its name at that time (empty without a name), and which of its weights. */
export const runParentSchema = z.object({
  /** Empty for a model file that no kept run made. */
  id: z.string(),
  name: z.string(),
  epoch: z.number().int(),
  step: z.number().int(),
  /** `checkpoint`: a branch, which continues the parent's epochs with its optimizer state. `weights`: a training of its own,
   *  whose initial weights and preparation are those of the parent's model. */
  from: z.enum(['checkpoint', 'weights']).default('checkpoint'),
  /** Of the initial weights, where `from` is `weights`. */
  fingerprint: z.string().optional(),
});
export type RunParent = z.infer<typeof runParentSchema>;

export const runSummarySchema = z.object({
  id: z.string(),
  ...runNotesSchema.shape,
  fileName: z.string(),
  target: z.string(),
  task: z.enum(['regression', 'binary', 'multiclass']),
  /** The unit of the target's values, of its RMSE and MAE; absent where it has none or targets differ. */
  unit: unitSchema.optional(),
  /** Where it has several targets: their RMSE and MAE together are of no one unit, so that their mean R² is shown. */
  severalTargets: z.literal(true).optional(),
  /** ISO 8601. */
  startedAt: z.string(),
  /** null for a run that is not a branch. */
  parent: runParentSchema.nullable(),
  state: runStateSchema,
  epoch: z.number().int(),
  best: progressSchema.shape.best,
  /** The numbers of inputs, of units in each hidden layer, and of outputs; without inputs and outputs where the run could not
   *  be prepared. */
  widths: z.array(z.number().int()),
  parameters: z.number().int().nullable(),
  optimizer: optimizerSpecSchema,
  seed: z.number().int(),
  metrics: metricsSchema.nullable(),
  /** How often the page showed the test score; 0 where it never did. */
  testViews: z.number().int(),
  /** Validation (or training) losses, at most 60 points, for a small curve. */
  curve: z.array(z.number()),
});
export type RunSummary = z.infer<typeof runSummarySchema>;

/** What a person should know about the kept runs: a folder that is a copy of another run, or one that a newer Chainrule wrote. */
export const runFindingSchema = z.object({
  kind: z.enum(['copy', 'newer']),
  message: z.string(),
  values: valuesSchema,
});
export type RunFinding = z.infer<typeof runFindingSchema>;

/** A kept run in a comparison of runs. */
export const comparedRunSchema = z.object({
  summary: runSummarySchema,
  spec: runSpecSchema,
  changes: z.array(changeSchema),
  stepsPerEpoch: z.number().int(),
  /** At most 1,000 epochs at regular intervals, including the last one. */
  records: z.array(epochRecordSchema),
});
export type ComparedRun = z.infer<typeof comparedRunSchema>;

/** A trained model on rows that are new to it: it is shown on a table that it was not trained on, or without a table. */
export const shownModelSchema = z.object({
  /** The table's name; null where no table is open. */
  table: z.string().nullable(),
  /** The name of the table that it was trained on; null where its file does not say. */
  trainedOn: z.string().nullable(),
  /** Rows of the shown table that have a target, and those that have none or a class that the model does not know. */
  rows: z.number().int(),
  rowsWithoutTarget: z.number().int(),
  /** Columns of the shown table that the model does not read: their number, and the names of the first. */
  ignored: z.object({ count: z.number().int(), names: z.array(z.string()) }),
  /** Cells that the model cannot use as they stand, or has not learned from. */
  issues: z.array(issueSchema),
});
export type ShownModel = z.infer<typeof shownModelSchema>;

/** The current run of the workspace. */
export const runSchema = z.object({
  id: z.string(),
  ...runSummarySchema.pick({
    ...{ name: true, fileName: true, unit: true, severalTargets: true, startedAt: true, parent: true },
  }).shape,
  spec: runSpecSchema,
  progress: progressSchema,
  /** Changes of settings during the run, in the order of steps. */
  changes: z.array(changeSchema),
  /** Set when the run has ended and was scored. */
  metrics: metricsSchema.nullable(),
  /** Of two classes, the threshold by which its model predicts; absent for 0.5. */
  threshold: thresholdSchema.optional(),
  /** How often the page showed the test score; 0 where it never did. */
  testViews: z.number().int(),
  fingerprint: z.string().nullable(),
  /** The model file or folder that the run was opened from; null where it was trained here. */
  openedFrom: z.string().nullable(),
  /** Of a model that is shown on other rows than its own; null for all others. */
  shown: shownModelSchema.nullable(),
  /** The run's own plan, where its preparation was not fitted on its training rows: of a model shown on other rows, and of a
   *  run that began from a model's weights. */
  plan: planSchema.optional(),
  /** The run's folder, for display. */
  folder: z.string(),
  /** Whether the source file changed since the run began. */
  sourceChanged: z.boolean(),
  /** Set when something could not be written; training goes on. */
  notSaved: notSavedSchema.nullable(),
  /** Whether the run has ended and its weights are only in memory: `training.save` writes them, `training.discard` gives them up. */
  unsaved: z.boolean(),
  /** When its training was last repeated on folds and with seeds: ISO 8601, UTC. */
  repeats: z.object({ folds: z.string().optional(), seeds: z.string().optional() }).optional(),
});
export type Run = z.infer<typeof runSchema>;
