// The run spec: everything that decides the numbers of a training, with the seed inside. The form edits
// one, the CLI reads and prints one, the engine receives it, every export stores it. Its parts are in the files
// beside this one, each with its defaults and limits, which stand nowhere else. How many threads compute it is
// not in here: that changes no bit of the result.
import { z } from 'zod';
import { limits, type Range } from '../limits.ts';
import { columnTypeSchema } from '../table/columnType.ts';
import { readingSchema } from '../table/reading.ts';
import { columnPreparationSchema } from './columnPreparation.ts';
import { ensembleSchema } from './ensemble.ts';
import { modelSpecSchema } from './layers.ts';
import { defaultLossSettings, lossesMean, lossSchema, lossSettingsSchema } from './losses.ts';
import { optimizerSpecSchema } from './optimizers.ts';
import { defaultRegularization, regularizationSchema } from './regularization.ts';
import { defaultSchedule, scheduleSpecSchema } from './schedules.ts';
import { meanings } from './settings.ts';
import { defaultStopping, stoppingSchema } from './stopping.ts';
import { taskSchema } from './task.ts';

export const specVersion = 1;

const counted = ({ min, max }: Range) => z.number().min(min).max(max).int();

export const roles = ['feature', 'target', 'weight', 'group', 'ignored'] as const;
export const roleSchema = z.enum(roles);
export type Role = z.infer<typeof roleSchema>;

export const columnSpecSchema = z.strictObject({
  name: z.string().describe("the column's name in the file"),
  role: roleSchema.describe(
    'its role; at most one weight (a number from 0: how much the row counts in the loss) and one group (rows with equal cells stay in one part)',
  ),
  type: columnTypeSchema.describe(
    'how it is read; a column of numbers that is read as category becomes one-hot',
  ),
  prepare: columnPreparationSchema
    .optional()
    .describe('how it becomes inputs; missing settings take their defaults'),
});
export type ColumnSpec = z.infer<typeof columnSpecSchema>;

const share = z.number().min(0).max(1);
const shares = {
  train: share.describe('share of the rows that the weights learn from'),
  validation: share.describe('share of the rows that choose the best epoch'),
  test: share.describe('share of the rows that are scored once, at the end'),
};
const byColumn = z.string().describe('name of the column');
const addUp = (s: { train: number; validation: number; test: number }) =>
  Math.abs(s.train + s.validation + s.test - 1) < 1e-6;
const sum = 'its three shares add up to 1';
const trains = (s: { train: number }) => s.train > 0;
const some = 'the training share is above 0';

export const splitSpecSchema = z.union([
  z
    .strictObject({
      ...shares,
      stratified: z
        .boolean()
        .optional()
        .describe('whether each part gets its share of every class; true if left out'),
    })
    .refine(addUp, sum)
    .refine(trains, some)
    .describe('random shares of the rows that have a target; they add up to 1, and train is above 0'),
  z
    .strictObject({
      testRows: z
        .array(z.number().int().min(0))
        .describe('0-based indices of data rows, counted in the file as read'),
    })
    .describe('these rows are the test data; the rest is split 85:15 into training and validation data'),
  z
    .strictObject({ by: z.literal('group'), ...shares })
    .refine(addUp, sum)
    .refine(trains, some)
    .describe(
      'random groups: rows with the same cell in the column of role group stay together, a row without one is a group of its own; the shares add up to 1, and train is above 0',
    ),
  z
    .strictObject({ by: z.literal('time'), column: byColumn, ...shares })
    .refine(addUp, sum)
    .refine(trains, some)
    .describe(
      'in the order of a column of numbers or dates: the earliest rows are training data, the latest are test data; equal cells stay together, rows without a cell are training data; the shares add up to 1, and train is above 0',
    ),
  z
    .strictObject({
      by: z.literal('column'),
      column: byColumn,
      validation: z.array(z.string()).describe('cells that mean validation data'),
      test: z.array(z.string()).describe('cells that mean test data'),
      validationShare: z
        .number()
        .min(0)
        .max(0.9)
        .optional()
        .describe(
          'share of the other rows that chooses the best epoch, where no cell means validation data; 0 if left out',
        ),
    })
    .describe('the cells of a column name the part; all other rows are training data'),
  z
    .strictObject({
      by: z.literal('fold'),
      folds: counted(limits.folds).describe('how many equal parts; each has its share of every class'),
      fold: z.number().int().min(1).describe('the part that is the test data, from 1 to folds'),
      validation: z.number().min(0).max(0.9).describe('share of the other rows that chooses the best epoch'),
      time: byColumn
        .optional()
        .describe(
          'name of a column of numbers or dates: each fold is then tested on the rows that follow those it learns from',
        ),
    })
    .refine((s) => s.fold <= s.folds, 'its fold is one of its folds')
    .describe('cross-validation: one of several equal parts is the test data'),
]);
export type SplitSpec = z.infer<typeof splitSpecSchema>;
export const defaultSplit = { train: 0.7, validation: 0.15, test: 0.15 } as const;
/** Share of the rows for validation where the test rows or a test file are given explicitly. */
export const validationShareBesideTestRows = 0.15;

export const dataSpecSchema = z.strictObject({
  task: taskSchema.describe('numbers, one of two classes, or one of several classes'),
  columns: z.array(columnSpecSchema).describe("every column of the table, in the file's order"),
  split: splitSpecSchema.describe('which rows are training, validation and test data'),
  splitSeed: counted(limits.seed)
    .optional()
    .describe('seed of the split alone, so that several seeds train on the same rows; the seed if left out'),
  reading: readingSchema
    .optional()
    .describe('how the file is read; each field that is left out is detected from the file'),
  files: z
    .array(
      z.strictObject({
        path: z
          .string()
          .describe(
            'what the column of files says: the name, with as much of its path as tells it from the others',
          ),
        hash: z.string().describe('SHA-256 of its bytes'),
      }),
    )
    .optional()
    .describe('the files of a table of several, in the order of their rows; left out for one file'),
  dropDuplicates: z
    .boolean()
    .optional()
    .describe(
      'true: leaves out rows that equal an earlier one in every column that is not ignored; false if left out',
    ),
});
export type DataSpec = z.infer<typeof dataSpecSchema>;

export const precisions = ['float32', 'float64'] as const;
export const precisionSchema = z.enum(precisions);
export type Precision = z.infer<typeof precisionSchema>;

export const batchSizeSchema = z.union([counted(limits.batchSize), z.literal('full')]);
export type BatchSize = z.infer<typeof batchSizeSchema>;

export const trainingSpecSchema = z.strictObject({
  loss: lossSchema.meta(
    meanings(
      'what training makes small: a mean over rows and outputs; in the table y is the target, z the output, error is z - y, p the probability of the true class',
      lossesMean,
    ),
  ),
  lossSettings: lossSettingsSchema
    .default(defaultLossSettings)
    .describe('numbers of the loss, and class weights'),
  optimizer: optimizerSpecSchema.describe(
    'how the parameters follow the gradient; below g is the gradient, w a weight, t the step from 1, m and v are the running means of g and g^2 (v of momentum and nesterov: the velocity)',
  ),
  schedule: scheduleSpecSchema
    .default(defaultSchedule)
    .describe(
      'how the learning rate changes over the epochs; below rate is the learningRate of the optimizer, e the epoch from 0',
    ),
  regularization: regularizationSchema
    .default(defaultRegularization)
    .describe('what keeps weights and gradients small; no penalty is part of a reported loss'),
  batchSize: batchSizeSchema.describe('rows of a step (a mini-batch); full is all training rows'),
  epochs: counted(limits.epochs).describe('the most epochs that are trained'),
  patience: counted(limits.patience).describe(
    'early stopping: epochs without a better monitored value after which training ends; 0 trains all epochs. Either way the weights of the best epoch are kept',
  ),
  stopping: stoppingSchema
    .default(defaultStopping)
    .describe('what is monitored, and what else ends training'),
  precision: precisionSchema
    .default('float32')
    .describe('of all numbers during training; a saved model is float32 in either case'),
  epochFolds: counted(limits.ensembleFolds)
    .optional()
    .describe(
      'where few rows are left to choose the epoch: all rows of training and validation data are divided into this many folds, each is left out by one training and finds its best epoch, and their median is the number of epochs that all rows together are trained; without it the validation rows choose the best epoch',
    ),
  ensemble: ensembleSchema
    .optional()
    .describe(
      'trains several networks on one preparation, whose answers or probabilities are averaged; one network if left out',
    ),
});
export type TrainingSpec = z.infer<typeof trainingSpecSchema>;

/** Defaults of a training; the other settings are proposed from the table. */
export const trainingDefaults = {
  lossSettings: defaultLossSettings,
  schedule: defaultSchedule,
  regularization: defaultRegularization,
  stopping: defaultStopping,
  precision: 'float32',
} as const satisfies Partial<TrainingSpec>;

export const runSpecSchema = z.strictObject({
  version: z.literal(specVersion).describe('version of this format'),
  seed: counted(limits.seed).describe(
    'all random choices follow from it: split, initial weights, order of rows, dropout',
  ),
  data: dataSpecSchema.describe('which columns and rows are used, and how'),
  model: modelSpecSchema.describe('the network'),
  training: trainingSpecSchema.describe('loss, optimizer and length of training'),
});
export type RunSpec = z.infer<typeof runSpecSchema>;
