// The run spec: everything that decides the numbers of a training, with the seed inside. The form edits
// one, the CLI reads and prints one, the engine receives it, every export stores it. Defaults and limits
// stand here beside the types and nowhere else. How many threads compute it is not in here: that changes
// no bit of the result.
import { z } from 'zod';
import { columnTypeSchema } from './dataset.ts';

export const specVersion = 1;

/** Bounds of every number a person can set; the form, the CLI, validation and `--help` read them here. */
export const limits = {
  layers: { min: 0, max: 64 },
  units: { min: 1, max: 65_536 },
  learningRate: { min: 1e-9, max: 1_000 },
  momentum: { min: 0, max: 0.9999 },
  beta: { min: 0, max: 0.999999 },
  epsilon: { min: 1e-16, max: 1 },
  weightDecay: { min: 0, max: 10 },
  batchSize: { min: 1, max: 10_000_000 },
  epochs: { min: 1, max: 1_000_000 },
  patience: { min: 0, max: 1_000_000 },
  seed: { min: 0, max: 2 ** 32 - 1 },
  threads: { min: 1, max: 256 },
  /** One-hot columns of one category column; a level rarer than those kept is all zeros. */
  levels: { max: 100 },
  classes: { min: 2, max: 1_000 },
  /** Weights, gradients, optimizer state and matrices together, bytes. */
  memory: { max: 4 * 2 ** 30 },
} as const;

export const tasks = ['regression', 'binary', 'multiclass'] as const;
export const taskSchema = z.enum(tasks);
export type Task = z.infer<typeof taskSchema>;

export const activations = ['linear', 'sigmoid', 'tanh', 'relu'] as const;
export const activationSchema = z.enum(activations);
export type Activation = z.infer<typeof activationSchema>;

export const initializers = ['zeros', 'glorotUniform', 'heUniform'] as const;
export const initializerSchema = z.enum(initializers);
export type Initializer = z.infer<typeof initializerSchema>;

export const losses = ['meanSquaredError', 'binaryCrossEntropy', 'categoricalCrossEntropy'] as const;
export const lossSchema = z.enum(losses);
export type Loss = z.infer<typeof lossSchema>;

/** The loss that fits a task; the last layer's own activation follows from it (linear, sigmoid, softmax). */
export const lossOfTask: Record<Task, Loss> = {
  regression: 'meanSquaredError',
  binary: 'binaryCrossEntropy',
  multiclass: 'categoricalCrossEntropy',
};

const bounded = ({ min, max }: { min: number; max: number }) => z.number().min(min).max(max);
const counted = (range: { min: number; max: number }) => bounded(range).int();

export const roles = ['feature', 'target', 'ignored'] as const;
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
    .refine((s) => Math.abs(s.train + s.validation + s.test - 1) < 1e-6, 'the three shares must add up to 1')
    .refine((s) => s.train > 0, 'training needs a share above 0'),
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

export const layerSpecSchema = z.strictObject({
  units: counted(limits.units),
  activation: activationSchema,
  initializer: initializerSchema,
});
export type LayerSpec = z.infer<typeof layerSpecSchema>;

/** The hidden layers and how the output layer begins; its units and activation follow from the task. */
export const modelSpecSchema = z.strictObject({
  layers: z.array(layerSpecSchema).max(limits.layers.max),
  output: z.strictObject({ initializer: initializerSchema }),
});
export type ModelSpec = z.infer<typeof modelSpecSchema>;

/** PyTorch's defaults, each written once. `weightDecay` is L2: it is added to the gradient of the
 *  weights (not of the biases). */
export const optimizerDefaults = {
  sgd: { learningRate: 0.01, momentum: 0, weightDecay: 0 },
  momentum: { learningRate: 0.01, momentum: 0.9, weightDecay: 0 },
  adam: { learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 },
} as const;

export const optimizerSpecSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('sgd'),
    learningRate: bounded(limits.learningRate),
    weightDecay: bounded(limits.weightDecay),
  }),
  z.strictObject({
    type: z.literal('momentum'),
    learningRate: bounded(limits.learningRate),
    momentum: bounded(limits.momentum),
    weightDecay: bounded(limits.weightDecay),
  }),
  z.strictObject({
    type: z.literal('adam'),
    learningRate: bounded(limits.learningRate),
    beta1: bounded(limits.beta),
    beta2: bounded(limits.beta),
    epsilon: bounded(limits.epsilon),
    weightDecay: bounded(limits.weightDecay),
  }),
]);
export type OptimizerSpec = z.infer<typeof optimizerSpecSchema>;
export type OptimizerType = OptimizerSpec['type'];
export const optimizers = ['sgd', 'momentum', 'adam'] as const satisfies readonly OptimizerType[];

export const trainingSpecSchema = z.strictObject({
  loss: lossSchema,
  optimizer: optimizerSpecSchema,
  /** Rows per step; `full` is every training row at once. */
  batchSize: z.union([counted(limits.batchSize), z.literal('full')]),
  epochs: counted(limits.epochs),
  /** Epochs without a better validation loss after which training ends; 0 trains all epochs.
   *  Either way the weights of the best epoch are kept. */
  patience: counted(limits.patience),
});
export type TrainingSpec = z.infer<typeof trainingSpecSchema>;

export const runSpecSchema = z.strictObject({
  version: z.literal(specVersion),
  seed: counted(limits.seed),
  data: dataSpecSchema,
  model: modelSpecSchema,
  training: trainingSpecSchema,
});
export type RunSpec = z.infer<typeof runSpecSchema>;
