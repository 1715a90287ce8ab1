// What a person chooses of a spec before one is proposed.
import { z } from 'zod';
import { limits } from '../limits.ts';
import { columnPreparationSchema } from './columnPreparation.ts';
import { ensembleSchema } from './ensemble.ts';
import { activationSchema, initializerSchema, normalizationSchema } from './layers.ts';
import { lossSchema, lossSettingsSchema } from './losses.ts';
import { optimizers } from './optimizers.ts';
import { regularizationSchema } from './regularization.ts';
import { scheduleSpecSchema } from './schedules.ts';
import { precisionSchema, splitSpecSchema } from './spec.ts';
import { stoppingSchema } from './stopping.ts';
import { taskSchema } from './task.ts';

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
