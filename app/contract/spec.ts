// The run spec: everything that decides the numbers of a training, with the seed inside. The form edits
// one, the CLI reads and prints one, the engine receives it, every export stores it. Its parts are in the files
// beside this one, each with its defaults and limits, which stand nowhere else. How many threads compute it is
// not in here: that changes no bit of the result.
import { z } from 'zod';
import { columnTypeSchema } from './dataset.ts';
import { modelSpecSchema } from './layers.ts';
import { limits, type Range } from './limits.ts';
import { defaultLossSettings, lossSchema, lossSettingsSchema } from './losses.ts';
import { optimizerSpecSchema } from './optimizers.ts';
import { defaultRegularization, regularizationSchema } from './regularization.ts';
import { defaultSchedule, scheduleSpecSchema } from './schedules.ts';
import { defaultStopping, stoppingSchema } from './stopping.ts';
import { taskSchema } from './task.ts';

export const specVersion = 1;

const counted = ({ min, max }: Range) => z.number().min(min).max(max).int();

/** `weight` is a column of numbers from 0 that says how much each row counts; at most one. */
export const roles = ['feature', 'target', 'weight', 'ignored'] as const;
export const roleSchema = z.enum(roles);
export type Role = z.infer<typeof roleSchema>;

export const columnSpecSchema = z.strictObject({
  name: z.string(),
  role: roleSchema,
  /** How the column is read: a number column declared `category` becomes one-hot. */
  type: columnTypeSchema,
});
export type ColumnSpec = z.infer<typeof columnSpecSchema>;

const share = z.number().min(0).max(1);
export const splitSpecSchema = z.union([
  /** Shares of the rows that have a target; stratified for classes. They add up to 1. */
  z
    .strictObject({ train: share, validation: share, test: share })
    .refine((s) => Math.abs(s.train + s.validation + s.test - 1) < 1e-6, 'its three shares add up to 1')
    .refine((s) => s.train > 0, 'the training share is above 0'),
  /** 0-based data-row indices, counted in the file as read, held out for test; the rest is split
   *  85:15 into training and validation. */
  z.strictObject({ testRows: z.array(z.number().int().min(0)) }),
]);
export type SplitSpec = z.infer<typeof splitSpecSchema>;
export const defaultSplit = { train: 0.7, validation: 0.15, test: 0.15 } as const;
/** Share of the rows beside explicit test rows that chooses the epoch. */
export const validationShareBesideTestRows = 0.15;

export const dataSpecSchema = z.strictObject({
  task: taskSchema,
  /** Every column of the table, in the file's order. */
  columns: z.array(columnSpecSchema),
  split: splitSpecSchema,
});
export type DataSpec = z.infer<typeof dataSpecSchema>;

/** Whole float32 or whole float64. Kept models are float32 in either case. */
export const precisions = ['float32', 'float64'] as const;
export const precisionSchema = z.enum(precisions);
export type Precision = z.infer<typeof precisionSchema>;

/** Rows per step; `full` is every training row at once. */
export const batchSizeSchema = z.union([counted(limits.batchSize), z.literal('full')]);
export type BatchSize = z.infer<typeof batchSizeSchema>;

export const trainingSpecSchema = z.strictObject({
  loss: lossSchema,
  lossSettings: lossSettingsSchema.default(defaultLossSettings),
  optimizer: optimizerSpecSchema,
  schedule: scheduleSpecSchema.default(defaultSchedule),
  regularization: regularizationSchema.default(defaultRegularization),
  batchSize: batchSizeSchema,
  epochs: counted(limits.epochs),
  /** Epochs without a better value of what is watched after which training ends; 0 trains all epochs.
   *  Either way the weights of the best epoch are kept. */
  patience: counted(limits.patience),
  stopping: stoppingSchema.default(defaultStopping),
  precision: precisionSchema.default('float32'),
});
export type TrainingSpec = z.infer<typeof trainingSpecSchema>;

/** What a training does unless something else is said; the rest is proposed from the table. */
export const trainingDefaults = {
  lossSettings: defaultLossSettings,
  schedule: defaultSchedule,
  regularization: defaultRegularization,
  stopping: defaultStopping,
  precision: 'float32',
} as const satisfies Partial<TrainingSpec>;

export const runSpecSchema = z.strictObject({
  version: z.literal(specVersion),
  seed: counted(limits.seed),
  data: dataSpecSchema,
  model: modelSpecSchema,
  training: trainingSpecSchema,
});
export type RunSpec = z.infer<typeof runSpecSchema>;
