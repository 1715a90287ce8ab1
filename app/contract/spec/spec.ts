// The run spec: everything that decides the numbers of a training, with the seed inside. The form edits
// one, the CLI reads and prints one, the engine receives it, every export stores it. Its parts are in the files
// beside this one, each with its defaults and limits, which stand nowhere else. How many threads compute it is
// not in here: that changes no bit of the result.
import { z } from 'zod';
import { limits, type Range } from '../limits.ts';
import { columnTypeSchema } from '../table/columnType.ts';
import { readingSchema } from '../table/reading.ts';
import { columnPreparationSchema } from './columnPreparation.ts';
import { modelSpecSchema } from './layers.ts';
import { defaultLossSettings, lossSchema, lossSettingsSchema } from './losses.ts';
import { optimizerSpecSchema } from './optimizers.ts';
import { defaultRegularization, regularizationSchema } from './regularization.ts';
import { defaultSchedule, scheduleSpecSchema } from './schedules.ts';
import { defaultStopping, stoppingSchema } from './stopping.ts';
import { taskSchema } from './task.ts';

export const specVersion = 1;

const counted = ({ min, max }: Range) => z.number().min(min).max(max).int();

/** `weight` is a column of numbers from 0 that says how much each row counts, `group` one whose equal cells must stay in one
 *  part of the split; at most one of each. */
export const roles = ['feature', 'target', 'weight', 'group', 'ignored'] as const;
export const roleSchema = z.enum(roles);
export type Role = z.infer<typeof roleSchema>;

export const columnSpecSchema = z.strictObject({
  name: z.string(),
  role: roleSchema,
  /** How the column is read: a number column declared `category` becomes one-hot. */
  type: columnTypeSchema,
  /** How it becomes inputs; what is left out is the default. */
  prepare: columnPreparationSchema.optional(),
});
export type ColumnSpec = z.infer<typeof columnSpecSchema>;

const share = z.number().min(0).max(1);
const shares = { train: share, validation: share, test: share };
const addUp = (s: { train: number; validation: number; test: number }) =>
  Math.abs(s.train + s.validation + s.test - 1) < 1e-6;
const sum = 'its three shares add up to 1';
const trains = (s: { train: number }) => s.train > 0;
const some = 'the training share is above 0';

export const splitSpecSchema = z.union([
  /** Shares of the rows that have a target; for classes of each class, unless `stratified` is false. */
  z
    .strictObject({ ...shares, stratified: z.boolean().optional() })
    .refine(addUp, sum)
    .refine(trains, some),
  /** 0-based data-row indices, counted in the file as read, held out for test; the rest is split
   *  85:15 into training and validation. */
  z.strictObject({ testRows: z.array(z.number().int().min(0)) }),
  /** Rows that share a cell of the column with the role `group` go together; a missing cell is a group of its own row. */
  z
    .strictObject({ by: z.literal('group'), ...shares })
    .refine(addUp, sum)
    .refine(trains, some),
  /** In the order of a column of numbers or dates: the earliest are learned from, the latest are the test. Equal cells stay in one
   *  part; rows without one are learned from. */
  z
    .strictObject({ by: z.literal('time'), column: z.string(), ...shares })
    .refine(addUp, sum)
    .refine(trains, some),
  /** The cells of a column say it: those that are neither in `validation` nor in `test` are learned from. */
  z.strictObject({
    by: z.literal('column'),
    column: z.string(),
    validation: z.array(z.string()),
    test: z.array(z.string()),
  }),
  /** Cross-validation: the rows in `folds` equal parts (for classes each with its share of them), of which part `fold` (from 1) is
   *  the test; of the rest a share chooses the epoch. */
  z
    .strictObject({
      by: z.literal('fold'),
      folds: counted(limits.folds),
      fold: z.number().int().min(1),
      validation: z.number().min(0).max(0.9),
    })
    .refine((s) => s.fold <= s.folds, 'its fold is one of its folds'),
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
  /** What was chosen of how the file is read. */
  reading: readingSchema.optional(),
  /** Rows that repeat an earlier one in every column but the ignored ones are in no part. */
  dropDuplicates: z.boolean().optional(),
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
