// A trained model as stages pass it on: spec, fitted preparation, weights, metrics. And the plan: what a spec means for a given table,
// before training.
import { z } from 'zod';
import { issueSchema } from './issues/issues.ts';
import { reasonSchema } from './issues/reasons.ts';
import type { Baselines } from './run/baselines.ts';
import type { Calibration } from './run/calibration.ts';
import type { Metrics } from './run/evaluation.ts';
import type { GoldenRows } from './run/goldenRows.ts';
import { dateParts } from './spec/columnPreparation.ts';
import { activationSchema } from './spec/layers.ts';
import type { RunSpec } from './spec/spec.ts';
import { decimalSchema } from './table/reading.ts';
import { sharedUnit, type Unit, unitSchema } from './table/unit.ts';

/** A number x becomes (t(x) - mean) / scale, with `clip` limited to -clip..clip. A missing x is first replaced by `median`; t is
 *  the identity or, with `log`, the signed logarithm sign(x) * log(1 + |x|). The names are those of the usual case: `median` is
 *  any replacement of a missing number, `mean` any number that is subtracted (mean, minimum, median or 0), `scale` any divisor,
 *  never 0. `min` and `max` are the range of x in the training rows that had one: no prediction depends on them. They are absent
 *  in older models, and for the indices of an order. */
const scaled = {
  median: z.number(),
  mean: z.number(),
  scale: z.number(),
  clip: z.number().positive().optional(),
  min: z.number().optional(),
  max: z.number().optional(),
};
export const scaledSchema = z.object({ ...scaled, log: z.boolean().optional() });
export type Scaled = z.infer<typeof scaledSchema>;

/** How one column becomes inputs, fitted on the training rows. With `indicator` one more input follows: 1 where the cell is
 *  missing, else 0. With `edges` (ascending, of t(x)) a number has, behind the scaled one, an input for each bin between two of them:
 *  -1 below the bin, 1 above it, a straight line between (Gorishniy et al., 2022, with -1 in place of 0). In the last bin, above all
 *  edges, the scaled number counts alone. */
export const inputPreparationSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('numeric'),
    column: z.string(),
    ...scaledSchema.shape,
    edges: z.array(z.number()).min(2).optional(),
    indicator: z.boolean().optional(),
    /** The sign beside the column's numbers; models made before it was kept have none. */
    unit: unitSchema.optional(),
    /** The decimal sign by which they were read; absent where none of them had a sign, and in older models. */
    decimal: decimalSchema.optional(),
  }),
  /** One input per level, in this order. Missing is a level of its own (`''`) where training rows had it. Booleans are the levels
   *  `false`, `true`. If `others` is given, one more input follows: 1 for those levels (only the 1,000 most frequent are listed) and
   *  for every unseen level. Without it an unseen level is all zeros. */
  z.object({
    kind: z.literal('oneHot'),
    column: z.string(),
    levels: z.array(z.string()),
    others: z.array(z.string()).optional(),
  }),
  /** A level becomes its index in `levels`, from 0, and is then scaled as a number; an unseen level is missing. */
  z.object({
    kind: z.literal('ordinal'),
    column: z.string(),
    levels: z.array(z.string()),
    ...scaledSchema.shape,
    indicator: z.boolean().optional(),
  }),
  /** One input per part, each scaled as a number; a cell that is not a date is missing. `first` says which of day, month and
   *  year comes first in 03/04/05. */
  z.object({
    kind: z.literal('date'),
    column: z.string(),
    first: z.enum(['day', 'month', 'year']),
    parts: z.array(z.object({ part: z.enum(dateParts), ...scaled })),
    indicator: z.boolean().optional(),
  }),
]);
export type InputPreparation = z.infer<typeof inputPreparationSchema>;
export type ScaledInput = Exclude<InputPreparation, { kind: 'oneHot' }>;

/** The inputs of a column that are scaled numbers, in order: all but the indicator. A bin is one that is clipped at 1. */
export function scalesOf(input: ScaledInput): Scaled[] {
  if (input.kind === 'date') return input.parts;
  return input.kind === 'numeric' && input.edges ? [input, ...binScales(input, input.edges)] : [input];
}

function binScales({ median, log, min, max }: Scaled, edges: readonly number[]): Scaled[] {
  return edges.slice(1).map((to, k) => {
    const from = edges[k]!;
    return { median, log, min, max, mean: (from + to) / 2, scale: (to - from) / 2, clip: 1 };
  });
}

export const linkSchema = z.enum(['identity', 'log']);
export type Link = z.infer<typeof linkSchema>;

export const targetPreparationSchema = z.discriminatedUnion('kind', [
  /** Network output * scale + mean is the value in the column's own units; one entry per target column. With the link
   *  `log` (Poisson) it is the logarithm of that value: exp(output) * scale + mean, with mean 0 and scale 1. */
  z.object({
    kind: z.literal('numeric'),
    columns: z.array(
      z.object({
        name: z.string(),
        mean: z.number(),
        scale: z.number(),
        unit: unitSchema.optional(),
        decimal: decimalSchema.optional(),
      }),
    ),
    link: linkSchema.default('identity'),
  }),
  /** Index in `classes` is the class; for a binary task one output whose sigmoid is the probability of classes[1]. */
  z.object({ kind: z.literal('class'), column: z.string(), classes: z.array(z.string()) }),
]);
export type TargetPreparation = z.infer<typeof targetPreparationSchema>;

export const preparationSchema = z.object({
  inputs: z.array(inputPreparationSchema),
  target: targetPreparationSchema,
});
export type Preparation = z.infer<typeof preparationSchema>;

/** Names of the network's inputs in order, e.g. `petal length (cm)`, `Island = Biscoe`, `income (log)`, `age [20, 25]` (a bin),
 *  `age missing`, `date: weekday`. */
export function inputNames(preparation: Preparation): string[] {
  return preparation.inputs.flatMap(namesOfInput);
}

/** The names of one column's inputs, in order. */
function namesOfInput(input: InputPreparation): string[] {
  const { column } = input;
  const last = 'indicator' in input && input.indicator ? [`${column} missing`] : [];
  switch (input.kind) {
    case 'numeric': {
      const name = input.log ? `${column} (log)` : column;
      return [name, ...binTexts(input.edges).map((bin) => `${name} ${bin}`), ...last];
    }
    case 'ordinal':
      return [input.log ? `${column} (log)` : column, ...last];
    case 'date':
      return [...input.parts.map(({ part }) => `${column}: ${part}`), ...last];
    case 'oneHot': {
      const levels = input.levels.map((level) => `${column} = ${level === '' ? 'missing' : level}`);
      return input.others === undefined ? levels : [...levels, `${column} = other`];
    }
  }
}

/** Each bin as `[from, to]`, with six digits; none without edges. */
export function binTexts(edges: readonly number[] | undefined): string[] {
  const digits = (edge: number) => String(Number(edge.toPrecision(6)));
  return (edges ?? []).slice(1).map((to, k) => `[${digits(edges![k]!)}, ${digits(to)}]`);
}

/** Number of inputs that one column becomes. */
export function inputCount(input: InputPreparation): number {
  if (input.kind === 'oneHot') return input.levels.length + (input.others === undefined ? 0 : 1);
  return scaledCount(input) + (input.indicator ? 1 : 0);
}

/** Of them, those that are scaled numbers. */
function scaledCount(input: ScaledInput): number {
  if (input.kind === 'date') return input.parts.length;
  return input.kind === 'numeric' && input.edges ? input.edges.length : 1;
}

/** Number of values the network puts out: one per target column, one for binary, one per class. */
export function outputCount(target: TargetPreparation): number {
  if (target.kind === 'numeric') return target.columns.length;
  return target.classes.length === 2 ? 1 : target.classes.length;
}

/** The unit of the target's values, of its RMSE and MAE: of several targets, the one that all of them have. Nothing for classes. */
export function targetUnit(target: TargetPreparation | undefined): { unit?: Unit } {
  if (target?.kind !== 'numeric') return {};
  const unit = sharedUnit(target.columns.map((column) => column.unit));
  return unit === undefined ? {} : { unit };
}

/** Numbers of a network in one of the engine's two precisions. */
export type Floats = Float32Array | Float64Array;

/** A layer's weights `[outputs, inputs]` row-major and its bias `[outputs]`: PyTorch's orientation. Without a bias it is
 *  all zeros. */
export interface LayerWeights<Numbers extends Floats = Float32Array> {
  inputs: number;
  outputs: number;
  weight: Numbers;
  bias: Numbers;
  /** Present in layers with normalisation: y = gamma * (z - mean) / sqrt(variance + epsilon) + beta, each `[outputs]`. */
  normalization?: NormalizationWeights<Numbers>;
}

/** Added to a variance before taking its square root; PyTorch's value. */
export const normalizationEpsilon = 1e-5;

export interface NormalizationWeights<Numbers extends Floats = Float32Array> {
  kind: 'batch' | 'layer';
  gamma: Numbers;
  beta: Numbers;
  /** Only for `batch`: the running statistics, which are used for predictions and scores. */
  mean?: Numbers;
  variance?: Numbers;
}

/** The table that a model was trained on: its file's name, and the SHA-256 of its bytes. */
export const trainedTableSchema = z.object({ name: z.string(), hash: z.string() });
export type TrainedTable = z.infer<typeof trainedTableSchema>;

export interface Model {
  spec: RunSpec;
  preparation: Preparation;
  /** The layers of each network, all of the spec's architecture: one network, or those of an ensemble in their order. */
  members: LayerWeights[][];
  /** Scores of the run that made the model; null for a model that was never scored. */
  metrics: Metrics | null;
  /** How often the page showed the test score; absent where it never did. */
  testViews?: number;
  /** Absent in files of older versions. */
  table?: TrainedTable;
  /** Simple models of the same training rows; absent in models of older versions. */
  baselines?: Baselines;
  /** Of two classes, the probability of the second one above which it is predicted; absent for 0.5. */
  threshold?: number;
  /** Its errors on the validation rows; absent where it had none, and in models of older versions. */
  calibration?: Calibration;
  /** The mean of each input over the training rows, which explanations begin from; absent in models of older versions. */
  meanInputs?: number[];
  /** Rows with their predictions, by which whoever computes the model elsewhere checks it; absent in models of older versions. */
  goldenRows?: GoldenRows;
}

/** What a spec means for a table: shapes, costs, and what prevents training. */
export const planSchema = z.object({
  inputs: z.array(z.string()),
  /** Input preparation as it would be fitted; the dataset screen draws it. */
  preparation: preparationSchema.nullable(),
  layers: z.array(
    z.object({
      inputs: z.number().int(),
      units: z.number().int(),
      /** The output layer's is the one whose output a person sees; only it can be softmax or exp (with the Poisson loss). */
      activation: z.union([activationSchema, z.enum(['softmax', 'exp'])]),
      parameters: z.number().int(),
    }),
  ),
  /** What each output means: classes, or target columns. */
  outputs: z.array(z.string()),
  parameters: z.number().int(),
  /** Bytes while training: weights, gradients, optimizer state, matrices. */
  memory: z.number(),
  rows: z.object({
    train: z.number().int(),
    validation: z.number().int(),
    test: z.number().int(),
    /** Rows in no part: those without a target, and duplicates where they are dropped. */
    withoutTarget: z.number().int(),
    duplicates: z.number().int(),
  }),
  /** Why the proposal chose what it did, e.g. why `auto` chose classification; one sentence each. */
  reasons: z.array(reasonSchema),
  issues: z.array(issueSchema),
});
export type Plan = z.infer<typeof planSchema>;
