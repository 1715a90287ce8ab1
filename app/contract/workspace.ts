// The state that every window, tab and terminal sees. It is sent as a whole on each change; it stays small, since rows,
// histories and weights are fetched by separate calls.
import { z } from 'zod';
import { openLessonSchema } from './lesson/progress.ts';
import { limits } from './limits.ts';
import { planSchema } from './model.ts';
import { raceSchema } from './run/race.ts';
import { repeatsStateSchema } from './run/repeats.ts';
import { searchStateSchema } from './run/search.ts';
import { paceSchema, runSchema } from './run/training.ts';
import { columnPreparationSchema } from './spec/columnPreparation.ts';
import { ensembleSchema } from './spec/ensemble.ts';
import { activationSchema, initializerSchema, normalizationSchema } from './spec/layers.ts';
import { lossSchema, lossSettingsSchema } from './spec/losses.ts';
import { optimizers } from './spec/optimizers.ts';
import { regularizationSchema } from './spec/regularization.ts';
import { scheduleSpecSchema } from './spec/schedules.ts';
import { precisionSchema, runSpecSchema, splitSpecSchema } from './spec/spec.ts';
import { stoppingSchema } from './spec/stopping.ts';
import { taskSchema } from './spec/task.ts';
import { datasetSchema, sampleSchema } from './table/dataset.ts';
import { undoStateSchema } from './undo.ts';

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

/** A person's choices; everything left out is proposed from the table. */
export const choicesSchema = z.strictObject({
  targets: z.array(z.string()).min(1),
  task: z.union([z.literal('auto'), taskSchema]).optional(),
  /** Only these columns are features; cannot be combined with `ignore`. */
  features: z.array(z.string()).optional(),
  ignore: z.array(z.string()).optional(),
  /** Number columns to be read as categories. */
  categorical: z.array(z.string()).optional(),
  /** A column that says how much each row counts. */
  sampleWeight: z.string().optional(),
  /** Rows with equal cells in this column stay in the same part of the split. */
  group: z.string().optional(),
  /** How columns become inputs, by their names. */
  prepare: z.record(z.string(), columnPreparationSchema).optional(),
  dropDuplicates: z.boolean().optional(),
  split: splitSpecSchema.optional(),
  seed: z.number().int().min(limits.seed.min).max(limits.seed.max).optional(),
  /** Units of the hidden layers; an empty list is a linear model. */
  hidden: z
    .array(z.number().int().min(limits.units.min).max(limits.units.max))
    .max(limits.layers.max)
    .optional(),
  activation: activationSchema.optional(),
  /** Initializer of the hidden layers; the next two settings are for hidden layers too. */
  initializer: initializerSchema.optional(),
  normalization: normalizationSchema.optional(),
  dropout: z.number().min(limits.dropout.min).max(limits.dropout.max).optional(),
  loss: z.union([z.literal('auto'), lossSchema]).optional(),
  lossSettings: lossSettingsSchema.optional(),
  optimizer: z.enum(optimizers).optional(),
  /** Settings of that optimizer by name; unknown ones are refused. */
  optimizerSettings: z.record(z.string(), z.union([z.number(), z.boolean(), z.string()])).optional(),
  schedule: scheduleSpecSchema.optional(),
  regularization: regularizationSchema.optional(),
  stopping: stoppingSchema.optional(),
  precision: precisionSchema.optional(),
  /** Several networks whose answers or probabilities are averaged. */
  ensemble: ensembleSchema.optional(),
  learningRate: z.number().min(limits.learningRate.min).max(limits.learningRate.max).optional(),
  batchSize: z
    .union([z.number().int().min(limits.batchSize.min).max(limits.batchSize.max), z.literal('full')])
    .optional(),
  epochs: z.number().int().min(limits.epochs.min).max(limits.epochs.max).optional(),
  patience: z.number().int().min(limits.patience.min).max(limits.patience.max).optional(),
});
export type Choices = z.infer<typeof choicesSchema>;

/** A long operation other than training; every window shows it and can cancel it. */
export const activitySchema = z.object({
  kind: z.enum(['reading', 'preparing', 'scoring']),
  fileName: z.string().nullable(),
  /** 0..1, null while unknown. */
  fraction: z.number().nullable(),
  /** The first rows of a large file that is being read, as soon as they are known. */
  sample: sampleSchema.optional(),
});

export type Activity = z.infer<typeof activitySchema>;

/** What went wrong with an earlier backend and what this one did about it, or what could not be kept open; shown until a person
 *  closes it. */
export const noticeSchema = z.object({
  id: z.string(),
  kind: z.enum([
    'backendRestarted',
    'runInterrupted',
    'sourceMissing',
    'sourceChanged',
    'modelLeft',
    'lessonLeft',
    /** What was done of lessons cannot be read. */
    'lessonsDamaged',
    'lessonsNewer',
    'bug',
    /** The window only looks on: another process has the home folder, or another user, or nothing can be written there. */
    'looksOnHeld',
    /** The process that had it has closed it: this window can take over. */
    'looksOnFree',
    'looksOnOther',
    'looksOnReadOnly',
  ]),
  /** The English sentence; `values` for other languages. */
  message: z.string(),
  values: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type Notice = z.infer<typeof noticeSchema>;

export const workspaceStateSchema = z.object({
  /** Grows by one with every change; `spec.set` must name the one it edited. */
  revision: z.number().int(),
  dataset: datasetSchema.nullable(),
  /** null until a target is chosen. */
  spec: runSpecSchema.nullable(),
  /** What `spec` means for `dataset`. */
  plan: planSchema.nullable(),
  run: runSchema.nullable(),
  /** Of run, race, repeats and search, at most one is in progress. */
  race: raceSchema.nullable(),
  repeats: repeatsStateSchema.nullable(),
  search: searchStateSchema.nullable(),
  /** The lesson that is open. */
  lesson: openLessonSchema.nullable(),
  /** Epochs per second, slow enough to watch; null: as fast as it can. */
  pace: paceSchema,
  /** Grows whenever the list of kept runs changes. */
  runsChanged: z.number().int(),
  undo: undoStateSchema,
  activity: activitySchema.nullable(),
  notices: z.array(noticeSchema),
});
export type WorkspaceState = z.infer<typeof workspaceStateSchema>;
