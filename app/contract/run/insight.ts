// What `insight` calls return: the exact solution of a linear network, a gradient check, a learning-rate test, and what is
// inside a network. All numbers are in the network's own scale (standardised inputs and targets) unless a field says "units":
// those are in the columns' own units. Layers are counted from 0, the output layer last.
import { z } from 'zod';
import { limits } from '../limits.ts';
import { unitSchema } from '../table/unit.ts';
import { metricsSchema } from './evaluation.ts';
import { insightLimits } from './insightLimits.ts';
import { parameterIndexSchema } from './parameterIndex.ts';
import { parts } from './parts.ts';

const counted = ({ min, max }: { min: number; max: number }) => z.number().int().min(min).max(max);

/** Which weights: the initial ones of the spec, the run's present ones, or those of its best epoch (an ended run keeps only
 *  these). */
export const whichWeightsSchema = z.union([
  z.enum(['initial', 'last', 'best']),
  /** Those of one network of an ensemble, counted from 0. Without it the first one's are meant. */
  z.strictObject({
    of: z.enum(['last', 'best']),
    member: counted({ min: 0, max: limits.ensembleFolds.max * limits.ensembleSeeds.max - 1 }),
  }),
  /** The weights of the newest checkpoint of the current run at or before this step. */
  z.strictObject({ step: z.number().int().min(1) }),
  /** The copy that `insight.freeze` made. */
  z.strictObject({ frozen: z.string() }),
]);
export type WhichWeights = z.infer<typeof whichWeightsSchema>;

export const solutionSchema = z.object({
  /** Training rows that the solution is computed from. */
  rows: z.number().int(),
  inputs: z.array(z.string()),
  /** How many inputs are linearly independent. */
  rank: z.number().int(),
  /** Standard deviations of the centred inputs along their principal axes, largest first, `rank` of them. */
  singularValues: z.array(z.number()),
  /** Largest over smallest singular value; gradient descent takes steps in proportion to its square. null without inputs. */
  conditionNumber: z.number().nullable(),
  /** The lowest mean squared error of any linear network on the training rows. */
  loss: z.number(),
  /** That it is the lowest: the largest |derivative| of the mean squared error by a coefficient or intercept, 0 but for rounding; and
   *  the second derivatives by the coefficients of one target, in the order of `inputs`, and by its intercept, all above 0 (0 for an
   *  input that is 0 in every row). */
  largestSlope: z.number(),
  curvatures: z.object({ coefficients: z.array(z.number()), intercept: z.number() }),
  targets: z.array(
    z.object({
      name: z.string(),
      intercept: z.number(),
      interceptInUnits: z.number(),
      /** In the order of `inputs`. For a category, `valueInUnits` is how much the level changes the target. */
      coefficients: z.array(z.object({ value: z.number(), valueInUnits: z.number() })),
    }),
  ),
  /** Inputs that are linear combinations of others (or constant: then `on` is empty). Of all solutions the one with the
   *  smallest 2-norm of coefficients is given; gradient descent from zeros converges to it too. */
  collinear: z.array(
    z.object({
      input: z.string(),
      /** input = a constant + the sum of factor times the other inputs, in units. */
      on: z.array(z.object({ input: z.string(), factorInUnits: z.number() })),
    }),
  ),
  /** Scores of the solution, in units. */
  metrics: metricsSchema,
  /** The unit of the target's values; absent where it has none or targets differ. */
  unit: unitSchema.optional(),
  /** Present where one number is predicted from one plain column: the line, and what is needed to compute the mean squared
   *  error of any other line. null otherwise, also where the input is the column's logarithm. */
  line: z
    .object({
      /** In units, like `mean` (the weighted mean of the column over the training rows) and `variance`. */
      intercept: z.number(),
      slope: z.number(),
      mean: z.number(),
      variance: z.number(),
      /** Units of the target in one unit of the network's scale. */
      targetScale: z.number(),
    })
    .nullable(),
});
export type Solution = z.infer<typeof solutionSchema>;

export const gradientCheckInputSchema = z.object({
  weights: whichWeightsSchema,
  rows: counted(insightLimits.checkRows).optional(),
  /** A network with more parameters has only a seeded selection of them checked. */
  parameters: counted(insightLimits.checkParameters).optional(),
  seed: counted(limits.seed).optional(),
});
export const gradientCheckDefaults = { rows: 16, parameters: 1_000, seed: 1 } as const;

export const gradientCheckSchema = z.object({
  rows: z.number().int(),
  parameters: z.number().int(),
  checked: z.number().int(),
  loss: z.number(),
  /** |back-propagated - central difference| over the larger of the two, minus what rounding alone can cause. Below 1e-6 the
   *  gradient is right. Both are computed in float64, with the same dropout mask where there is dropout. */
  worstError: z.number(),
  worst: parameterIndexSchema.extend({ backPropagated: z.number(), centralDifference: z.number() }),
  passed: z.boolean(),
  /** The worst error of each layer. */
  layers: z.array(z.number()),
});
export type GradientCheck = z.infer<typeof gradientCheckSchema>;
/** Errors are what is left beyond the rounding of the central differences: 0 where that explains all. */
export const gradientTolerance = 1e-6;

const rate = z.number().min(limits.learningRate.min).max(limits.learningRate.max);
export const rateTestInputSchema = z.object({
  from: rate.optional(),
  /** Must be greater than `from`. */
  to: rate.optional(),
  steps: counted(insightLimits.rateSteps).optional(),
});
export const rateTestDefaults = { from: 1e-6, to: 10, steps: 100 } as const;

export const rateTestSchema = z.object({
  /** One per step taken, growing by a constant factor; fewer than requested where the loss grew to four times its lowest value. */
  rates: z.array(z.number()),
  /** Loss of each step's batch before the step; null where not finite. */
  losses: z.array(z.number().nullable()),
  /** Exponential average of the losses so far. */
  smoothed: z.array(z.number().nullable()),
  /** The rate at which the smoothed loss falls fastest per factor of the rate; null where it never falls. */
  suggested: z.number().nullable(),
  stoppedEarly: z.boolean(),
});
export type RateTest = z.infer<typeof rateTestSchema>;

const histogramSchema = z.object({ min: z.number(), max: z.number(), counts: z.array(z.number().int()) });

/** `deviation` is the population standard deviation, `norm` the 2-norm; the histogram has bins of equal width over min..max. */
export const spreadSchema = z.object({
  count: z.number().int(),
  mean: z.number(),
  deviation: z.number(),
  norm: z.number(),
  histogram: histogramSchema,
});
export type Spread = z.infer<typeof spreadSchema>;
export const histogramBins = 32;
/** Outputs of sigmoid and tanh count as saturated within this share of their range from a limit. */
export const saturationShare = 0.01;

export const statisticsInputSchema = z.object({ weights: whichWeightsSchema, part: z.enum(parts) });

export const statisticsSchema = z.object({
  rows: z.number().int(),
  loss: z.number(),
  layers: z.array(
    z.object({
      weights: spreadSchema,
      biases: spreadSchema,
      activations: spreadSchema,
      /** Gradients of the loss with respect to the weights, the biases, and the pre-activations. */
      weightGradients: spreadSchema,
      biasGradients: spreadSchema,
      sumGradients: spreadSchema,
      /** Share of the units whose output and derivative are 0 on every row; null where the activation cannot die (only relu
       *  can). */
      dead: z.number().nullable(),
      /** Share of the values of sigmoid or tanh within 1 % of their range from a limit; null for other activations. */
      saturated: z.number().nullable(),
    }),
  ),
});
export type Statistics = z.infer<typeof statisticsSchema>;

export const weightsInputSchema = z.object({ weights: whichWeightsSchema });

/** Every weight and bias of a network. */
export const networkWeightsSchema = z.object({
  layers: z.array(z.object({ inputs: z.number().int(), units: z.number().int() })),
  /** float32, little endian: for each layer the weights [unit][input], then the biases. */
  values: z.file(),
});
export type NetworkWeights = z.infer<typeof networkWeightsSchema>;

export const speedInputSchema = z.object({
  threads: counted(limits.threads).optional(),
});

/** How long an epoch of the workspace's spec takes on this computer: training steps and scoring of the validation rows. */
export const speedSchema = z.object({
  secondsPerEpoch: z.number(),
  /** Training rows that were used for the measurement. */
  rows: z.number().int(),
});
export type Speed = z.infer<typeof speedSchema>;

const axisSchema = z.object({
  column: z.string(),
  /** In units. */
  from: z.number(),
  to: z.number(),
  steps: counted(insightLimits.gridSide),
});

const byColumn = z.record(z.string(), z.number());

/** Two directions in the space of the numeric features, in units: at (a, b) a column has the value origin + a x + b y. A column
 *  that a direction leaves out has slope 0 along it. */
export const directionsSchema = z.object({ origin: byColumn, x: byColumn, y: byColumn });
export type Directions = z.infer<typeof directionsSchema>;

export const gridInputSchema = z.object({
  weights: whichWeightsSchema,
  /** A numeric feature. */
  x: axisSchema,
  /** null for a line. */
  y: axisSchema.nullable(),
  /** If given, the axes run along these directions instead of along columns, and `column` of each axis is only a name. */
  directions: directionsSchema.optional(),
  /** Values of the other features, written as cells; those left out get the training rows' median or most frequent level. */
  fixed: z.record(z.string(), z.string()),
});
export type GridInput = z.infer<typeof gridInputSchema>;

export const gridSchema = z.object({
  /** What `values` holds: class names (for their probabilities) or target columns (in units). */
  outputs: z.array(z.string()),
  xSteps: z.number().int(),
  ySteps: z.number().int(),
  /** Epoch of the weights; null for initial ones. */
  epoch: z.number().int().nullable(),
  /** float32, little endian: [y][x][output], y and x from their `from` to their `to`. */
  values: z.file(),
});
export type Grid = z.infer<typeof gridSchema>;

/** Rows to draw: training rows, then validation rows, each in the table's order; test rows stay hidden. */
export const rowsInputSchema = z.object({
  /** Whose rows: the workspace's spec's for `initial`, else the current run's. */
  weights: whichWeightsSchema,
  columns: z.array(z.string()).max(insightLimits.rowColumns.max),
});

export const rowsSchema = z.object({
  /** Numbers of all rows; at most `insightLimits.rows` of them are chosen, in the same share from both parts. */
  all: z.object({ train: z.number().int(), validation: z.number().int() }),
  /** 0-based data rows of the table, and how many of them (the first ones) are training rows. */
  rows: z.array(z.number().int()),
  train: z.number().int(),
  /** For each requested column the levels that `values` indexes; null for numbers. */
  levels: z.array(z.array(z.string()).nullable()),
  /** float64, little endian: [row][column]; a number, or the index of a level; NaN where missing. */
  values: z.file(),
  /** Names of classes, or of target columns, as a grid's `outputs`. */
  outputs: z.array(z.string()),
  /** float64, little endian: the index of each row's class, or [row][target] in units; NaN where missing. */
  truth: z.file(),
});
export type RowSample = z.infer<typeof rowsSchema>;

/** The rows of one step. */
export const batchSchema = z.object({
  /** Number of the step, from 1; it is the newest one if `taken`, else the next. */
  step: z.number().int(),
  taken: z.boolean(),
  /** How many rows the step has. */
  size: z.number().int(),
  /** 0-based data rows of the table, as in `rowsSchema`, in the order in which the step takes them; at most
   *  `insightLimits.rows`, the first ones. */
  rows: z.array(z.number().int()),
});
export type StepBatch = z.infer<typeof batchSchema>;

export const predictionsInputSchema = z.object({ weights: whichWeightsSchema });

export const predictionsSchema = z.object({
  outputs: z.array(z.string()),
  /** Epoch of the weights; null for initial ones. */
  epoch: z.number().int().nullable(),
  /** float32, little endian: [row][output] for the rows that `insight.rows` gives, as in a grid. */
  values: z.file(),
});
export type SamplePredictions = z.infer<typeof predictionsSchema>;

export const unitsInputSchema = gridInputSchema.extend({
  x: axisSchema.extend({ steps: counted(insightLimits.mapSide) }),
  y: axisSchema.extend({ steps: counted(insightLimits.mapSide) }).nullable(),
});
export type UnitsInput = z.infer<typeof unitsInputSchema>;

/** Activations of single units over a grid of inputs. */
export const unitsSchema = z.object({
  /** As requested, or fewer where the network is so large that it would take too long. */
  xSteps: z.number().int(),
  ySteps: z.number().int(),
  epoch: z.number().int().nullable(),
  layers: z.array(
    z.object({
      units: z.number().int(),
      /** Indices of the units that are shown; all of them where there are few. */
      shown: z.array(z.number().int()),
      /** Indices of the inputs that `weights` covers. */
      shownInputs: z.array(z.number().int()),
      /** [shown unit][shown input]. */
      weights: z.array(z.array(z.number())),
      /** float32, little endian: [y][x][shown unit]. The output layer's values are predictions as in `gridSchema`, two for two
       *  classes. */
      values: z.file(),
    }),
  ),
});
export type Units = z.infer<typeof unitsSchema>;

const sideSchema = z
  .object({ from: z.number().min(-1e9).max(1e9), to: z.number().min(-1e9).max(1e9) })
  .refine(({ from, to }) => from < to, 'from must be below to');

export const planeInputSchema = z.object({
  weights: whichWeightsSchema,
  part: z.enum(parts),
  directions: z.discriminatedUnion('kind', [
    /** Along two parameters, to which the offsets are added; with `sides` over these values of theirs, whatever `span` is. */
    z.object({
      kind: z.literal('parameters'),
      x: parameterIndexSchema,
      y: parameterIndexSchema,
      sides: z.object({ x: sideSchema, y: sideSchema }).optional(),
    }),
    /** Along two random directions in which each unit's weights have the norm of the unit's own (Li et al. 2018); biases stay. */
    z.object({ kind: z.literal('random'), seed: counted(limits.seed) }),
  ]),
  /** Offsets from -span to span on both axes. */
  span: z.number().min(1e-6).max(1e6),
  steps: counted(insightLimits.planeSide),
});
export type PlaneInput = z.infer<typeof planeInputSchema>;

export const planeSchema = z.object({
  rows: z.number().int(),
  /** Offsets from the weights along both directions. */
  x: z.array(z.number()),
  y: z.array(z.number()),
  /** [y][x]; null where not finite. */
  losses: z.array(z.array(z.number().nullable())),
  /** Loss at the weights themselves. */
  centre: z.number().nullable(),
});
export type Plane = z.infer<typeof planeSchema>;
