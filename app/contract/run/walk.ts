// The walk of one row through a network, forward and back, and the step that training would take for it. Every number of a walk is of one
// state of the weights: `insight.freeze` copies it, and the walks of several rows name the copy.
import { z } from 'zod';
import { runSpecSchema } from '../spec/spec.ts';
import { insightLimits, parameterIndexSchema, whichWeightsSchema } from './insight.ts';

export const freezeInputSchema = z.object({ weights: whichWeightsSchema });

/** Copies that are kept, of the newest; with the table they were made on they go as well. */
export const mostFrozen = 4;

export const frozenSchema = z.object({
  /** For `weights: { frozen }`. */
  frozen: z.string(),
  /** Of the spec as it was, without the layers that are switched off. */
  spec: runSpecSchema,
  /** null for initial weights. */
  runId: z.string().nullable(),
  /** Finished epochs. */
  epoch: z.number().int(),
  /** Finished steps; null where that is not known. */
  step: z.number().int().nullable(),
});
export type Frozen = z.infer<typeof frozenSchema>;

const vector = z.array(z.number());

export const walkInputSchema = z.object({
  weights: whichWeightsSchema,
  /** 0-based data row of the table. */
  row: z.number().int().min(0),
  /** Parameters whose numerical gradients are computed, to compare with back-propagation. */
  measure: z.array(parameterIndexSchema).max(insightLimits.measured.max).optional(),
});
/** By how much a parameter is moved up and down where its numerical gradient is computed: (L(w + e) - L(w - e)) / 2e. Its error grows with the square
 *  of this, that of rounding with 1e-16 over it: both are about 1e-11. */
export const measuringStep = 1e-5;

/** Why a walk's update is plain gradient descent: training normalises by the rows of a batch, which one row is not; or the optimizer's
 *  state at these weights is not kept. */
export const plainUpdateReasons = ['batchNormalization', 'stateNotKept'] as const;

/** A step for this row alone: that of the engine in float64, as the run would take it next (schedule, weight decay and clipping included). */
export const rowUpdateSchema = z.object({
  /** null: the spec's optimizer took it. */
  plain: z.enum(plainUpdateReasons).nullable(),
  /** Of the step. */
  learningRate: z.number(),
  /** Parameters after it. */
  layers: z.array(
    z.object({
      weight: z.array(vector),
      bias: vector,
      /** null without normalisation. */
      normalization: z.object({ gamma: vector, beta: vector }).nullable(),
    }),
  ),
  /** Of the row, with these parameters. */
  loss: z.number(),
});
export type RowUpdate = z.infer<typeof rowUpdateSchema>;

/** One row forward and back, in float64. Vectors have one value per unit; matrices are [unit][input]. Dropout is off and batch
 *  normalisation uses its running statistics, as in a prediction. */
export const walkSchema = z.object({
  /** 0-based data row of the table. */
  row: z.number().int(),
  inputs: z.array(z.object({ name: z.string(), value: z.number() })),
  target: vector,
  layers: z.array(
    z.object({
      weight: z.array(vector),
      bias: vector,
      /** weight times the layer's inputs plus bias. */
      z: vector,
      /** Between z and the activation; null without normalisation. */
      normalization: z
        .object({
          /** (z - mean) / deviation. */
          normalized: vector,
          gamma: vector,
          beta: vector,
          /** gamma * normalized + beta. */
          shifted: vector,
          dShifted: vector,
          dGamma: vector,
          dBeta: vector,
        })
        .nullable(),
      a: vector,
      /** The loss's derivatives with respect to a, z, weight and bias. */
      dA: vector,
      dZ: vector,
      dWeight: z.array(vector),
      dBias: vector,
    }),
  ),
  loss: z.number(),
  update: rowUpdateSchema,
  /** Of the parameters in `measure`, in their order; null where a loss is not finite. */
  measured: z.array(z.number().nullable()),
});
export type Walk = z.infer<typeof walkSchema>;
