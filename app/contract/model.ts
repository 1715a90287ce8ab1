// A trained model as it travels between stages: spec, fitted preparation, weights, metrics. And the plan:
// what a spec comes to on a given table, before a step is taken.
import { z } from 'zod';
import type { Metrics } from './evaluation.ts';
import { issueSchema } from './issues.ts';
import { activationSchema } from './layers.ts';
import { reasonSchema } from './reasons.ts';
import type { RunSpec } from './spec.ts';

/** How one column becomes inputs, as fitted on the training rows. */
export const inputPreparationSchema = z.discriminatedUnion('kind', [
  /** (x - mean) / scale; a missing x is `median` first. `scale` is the population standard deviation, 1 where that is 0. */
  z.object({
    kind: z.literal('numeric'),
    column: z.string(),
    median: z.number(),
    mean: z.number(),
    scale: z.number(),
  }),
  /** One input per level, in this order. Missing is a level of its own (`''`) where training rows had it. An
   *  unseen level is all zeros. Booleans are the levels `false`, `true`. */
  z.object({ kind: z.literal('oneHot'), column: z.string(), levels: z.array(z.string()) }),
]);
export type InputPreparation = z.infer<typeof inputPreparationSchema>;

export const linkSchema = z.enum(['identity', 'log']);
export type Link = z.infer<typeof linkSchema>;

export const targetPreparationSchema = z.discriminatedUnion('kind', [
  /** Network output * scale + mean is the value in the column's own units; one entry per target column. With the link
   *  `log` (Poisson) it is the logarithm of that value: exp(output) * scale + mean, with mean 0 and scale 1. */
  z.object({
    kind: z.literal('numeric'),
    columns: z.array(z.object({ name: z.string(), mean: z.number(), scale: z.number() })),
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

/** Names of the network's inputs in order, e.g. `petal length (cm)`, `Island = Biscoe`. */
export function inputNames(preparation: Preparation): string[] {
  return preparation.inputs.flatMap((input) =>
    input.kind === 'numeric'
      ? [input.column]
      : input.levels.map((level) => `${input.column} = ${level === '' ? 'missing' : level}`),
  );
}

/** Number of values the network puts out: one per target column, one for binary, one per class. */
export function outputCount(target: TargetPreparation): number {
  if (target.kind === 'numeric') return target.columns.length;
  return target.classes.length === 2 ? 1 : target.classes.length;
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
  /** Of a layer that has one: y = gamma * (z - mean) / sqrt(variance + epsilon) + beta, each `[outputs]`. */
  normalization?: NormalizationWeights<Numbers>;
}

/** Added to a variance before its root is taken; PyTorch's. */
export const normalizationEpsilon = 1e-5;

export interface NormalizationWeights<Numbers extends Floats = Float32Array> {
  kind: 'batch' | 'layer';
  gamma: Numbers;
  beta: Numbers;
  /** Of `batch` only: the running statistics that rows are scored with. */
  mean?: Numbers;
  variance?: Numbers;
}

export interface Model {
  spec: RunSpec;
  preparation: Preparation;
  layers: LayerWeights[];
  /** Of the run that made it; null for a model that was never scored. */
  metrics: Metrics | null;
}

/** What a spec comes to: shapes and costs, and what stands in the way. */
export const planSchema = z.object({
  inputs: z.array(z.string()),
  /** Input preparation as it would be fitted; the dataset screen draws it. */
  preparation: preparationSchema.nullable(),
  layers: z.array(
    z.object({
      inputs: z.number().int(),
      units: z.number().int(),
      /** The output's own are what a person sees: softmax, or exp where the loss is Poisson's. */
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
    /** Rows without a target. */
    withoutTarget: z.number().int(),
  }),
  /** Why the proposal is what it is, e.g. why `auto` took classes; one sentence each. */
  reasons: z.array(reasonSchema),
  issues: z.array(issueSchema),
});
export type Plan = z.infer<typeof planSchema>;
