// What training makes small. Each loss is a mean over rows (and outputs), weighted by the rows' weights:
// sum(w * l) / sum(w) over the batch. All are computed from the output layer's logits, in the network's own
// (standardised) units; formulas in native/kernels/losses/element_losses.inl and class_losses.inl.
import { z } from 'zod';
import { limits } from '../limits.ts';
import { defaultsOf, settingFields, type ValuesOf } from './settings.ts';
import type { Task } from './task.ts';

export const losses = [
  'meanSquaredError',
  'meanAbsoluteError',
  'huber',
  'logCosh',
  'quantile',
  'poisson',
  'binaryCrossEntropy',
  'categoricalCrossEntropy',
  'hinge',
  'focal',
] as const;
export const lossSchema = z.enum(losses);
export type Loss = z.infer<typeof lossSchema>;

/** The loss of a row; what y, z, error and p are stands in spec.ts. */
export const lossesMean: Readonly<Record<Loss, string>> = {
  meanSquaredError: 'regression: error^2',
  meanAbsoluteError: 'regression: |error|',
  huber: 'regression: error^2 / 2 up to delta, linear beyond',
  logCosh: 'regression: ln(cosh(error))',
  quantile: 'regression: pinball loss; predicts the value that a share `quantile` of the rows lie below',
  poisson: 'regression of counts: exp(z) - y * z; the prediction is exp(z), the target is not standardised',
  binaryCrossEntropy: 'two classes: -ln(p), p by the sigmoid',
  categoricalCrossEntropy: 'several classes: -ln(p), p by softmax',
  hinge: "classes: max(0, 1 - margin); of several classes as PyTorch's MultiMarginLoss",
  focal: 'classes: (1 - p)^focusing times the cross entropy',
};

/** The loss that a task is proposed with. */
export const lossOfTask: Record<Task, Loss> = {
  regression: 'meanSquaredError',
  binary: 'binaryCrossEntropy',
  multiclass: 'categoricalCrossEntropy',
};

/** The losses that fit a task, the proposed one first. */
export const lossesOfTask: Record<Task, readonly Loss[]> = {
  regression: ['meanSquaredError', 'meanAbsoluteError', 'huber', 'logCosh', 'quantile', 'poisson'],
  binary: ['binaryCrossEntropy', 'hinge', 'focal'],
  multiclass: ['categoricalCrossEntropy', 'hinge', 'focal'],
};

/** The numbers that some losses have. */
export const lossNumbers = {
  delta: {
    kind: 'number',
    default: 1,
    min: 1e-6,
    max: 1e6,
    means: 'huber: where the squared error becomes linear, in standard deviations of the target',
  },
  quantile: {
    kind: 'number',
    default: 0.5,
    min: 0.001,
    max: 0.999,
    means: 'quantile: the share of rows that lie below the prediction',
  },
  focusing: {
    kind: 'number',
    default: 2,
    min: 0,
    max: 20,
    means: 'focal: how much less the rows count that are already predicted well; 0 is the cross entropy',
  },
  labelSmoothing: {
    kind: 'number',
    default: 0,
    min: 0,
    max: 0.99,
    means: 'cross entropies: the share of the target probability that is spread evenly over all classes',
  },
} as const;
export type LossNumbers = ValuesOf<typeof lossNumbers>;

/** Which loss a number is for. */
export const lossesWith: Record<keyof LossNumbers, readonly Loss[]> = {
  delta: ['huber'],
  quantile: ['quantile'],
  focusing: ['focal'],
  labelSmoothing: ['binaryCrossEntropy', 'categoricalCrossEntropy'],
};

/** `balanced` is scikit-learn's. */
const classWeightsMeaning =
  'multiplied into the row weights: none is 1 for each class, balanced is rows / (classes * rows of the class) over the training rows, ' +
  'or one weight for each class in the order of the classes';
export const classWeightsSchema = z.union([
  z.enum(['none', 'balanced']),
  z
    .array(z.number().min(limits.classWeight.min).max(limits.classWeight.max))
    .min(limits.classes.min)
    .max(limits.classes.max),
]);
export type ClassWeights = z.infer<typeof classWeightsSchema>;

export interface LossSettings extends LossNumbers {
  classWeights: ClassWeights;
}
export const lossSettingsSchema = z.strictObject({
  ...settingFields(lossNumbers),
  classWeights: classWeightsSchema.default('none').describe(classWeightsMeaning),
}) as unknown as z.ZodType<LossSettings, Partial<LossSettings>>;
export const defaultLossSettings: LossSettings = { ...defaultsOf(lossNumbers), classWeights: 'none' };
