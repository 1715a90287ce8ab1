// The walk of one row through a network, forward and back, and the step that training would take for this row. All numbers of a
// walk belong to one state of the weights: `insight.freeze` copies it, and walks of several rows refer to the copy.
import { z } from 'zod';
import { runSpecSchema } from '../spec/spec.ts';
import { whichWeightsSchema } from './insight.ts';
import { insightLimits } from './insightLimits.ts';
import { parameterIndexSchema } from './parameterIndex.ts';

export const freezeInputSchema = z.object({ weights: whichWeightsSchema });

/** How many frozen copies are kept, the newest ones; they are dropped when the table they belong to is closed. */
export const mostFrozen = 4;

export const frozenSchema = z.object({
  /** Id of the copy, for `weights: { frozen }`. */
  frozen: z.string(),
  /** The spec at that time, without layers that are switched off. */
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
/** How far a parameter is moved up and down to compute its numerical gradient: (L(w + e) - L(w - e)) / 2e. The truncation error
 *  grows with the square of this step, the rounding error is 1e-16 divided by it: both are about 1e-11. */
export const measuringStep = 1e-5;

/** Why the update of a walk is plain gradient descent: batch normalisation needs more than one row in training, or the
 *  optimizer's state at these weights is not kept. */
export const plainUpdateReasons = ['batchNormalization', 'stateNotKept'] as const;

/** A step for this row alone, taken by the engine in float64 as the run's next step (with schedule, weight decay and clipping). */
export const rowUpdateSchema = z.object({
  /** null: the spec's optimizer took the step. */
  plain: z.enum(plainUpdateReasons).nullable(),
  /** Learning rate of the step. */
  learningRate: z.number(),
  /** Parameters after the step. */
  layers: z.array(
    z.object({
      weight: z.array(vector),
      bias: vector,
      /** null without normalisation. */
      normalization: z.object({ gamma: vector, beta: vector }).nullable(),
    }),
  ),
  /** Loss of the row with the updated parameters. */
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
      /** The weights times the layer's inputs, plus the bias. */
      z: vector,
      /** Steps between z and the activation; null without normalisation. */
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
  /** Numerical gradients of the parameters in `measure`, in their order; null where a loss is not finite. */
  measured: z.array(z.number().nullable()),
});
export type Walk = z.infer<typeof walkSchema>;
