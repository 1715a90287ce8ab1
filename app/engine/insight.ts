// The engine's calls that do not train: the exact solution of a linear network, and what is inside any network, all in float64
// whatever the precision of the input. All but `walk` run on a worker thread and can be cancelled.

import type { Floats, LayerWeights } from '../contract/model.ts';
import type { Statistics } from '../contract/run/insight.ts';
import type { LossNumbers } from '../contract/spec/losses.ts';
import type { EngineLoss, NetworkConfig, Rows, RunConfig } from './runConfig.ts';

/** What the addon returns at once; `result` rejects with the code `cancelled` soon after `cancel`. */
export interface Cancellable<Result> {
  result: Promise<Result>;
  cancel(): void;
}

/** Row-major matrices, all of one type and finite; copied, so the caller may free them. */
export interface LeastSquaresProblem {
  rows: number;
  inputs: number;
  outputs: number;
  /** rows x inputs. */
  features: Floats;
  /** rows x outputs. */
  targets: Floats;
  /** One per row, none negative, not all 0; null: all rows count the same. */
  weights: Floats | null;
}

export interface LeastSquaresSolution {
  /** [outputs][inputs]; if columns are collinear, the solution with the smallest 2-norm. */
  coefficients: Float64Array;
  intercepts: Float64Array;
  /** Mean squared error over rows (weighted) and outputs. */
  loss: number;
  rank: number;
  /** Singular values of the centred features divided by the square root of the total row weight, largest first, `rank` of them. */
  singularValues: Float64Array;
  /** column = a constant + the sum of factor * columns; `on` is empty for a constant column. */
  collinear: { column: number; on: { column: number; factor: number }[] }[];
}

/** A network and rows to examine. Everything is copied. */
export interface LookProblem {
  network: NetworkConfig;
  layers: LayerWeights<Floats>[];
  loss: EngineLoss;
  lossSettings: LossNumbers;
  /** At least one. */
  rows: Rows;
}

/** One layer of a walk; each array has one number per unit. d(bias) is dZ, d(weight) is dZ times the inputs. */
export interface WalkedLayer {
  /** weight * inputs + bias. */
  z: Float64Array;
  /** (z - mean) / deviation; null without normalisation. */
  normalized: Float64Array | null;
  /** gamma * normalized + beta, or z: the input of the activation. */
  shifted: Float64Array;
  a: Float64Array;
  /** The loss's derivatives with respect to a, shifted and z. */
  dA: Float64Array;
  dShifted: Float64Array;
  dZ: Float64Array;
}

export interface CheckedGradients {
  /** How many parameters there are, and how many were checked. */
  parameters: number;
  checked: number;
  loss: number;
  worst: {
    layer: number;
    tensor: 'weight' | 'bias' | 'gamma' | 'beta';
    /** For a weight unit * inputs + input, else the unit. */
    index: number;
    backPropagated: number;
    centralDifference: number;
    /** Relative error, minus what rounding alone can cause. */
    error: number;
  };
  /** The worst error of each layer. */
  layers: Float64Array;
}

/** Directions have the same shapes as the layers. */
export interface PlaneProblem extends LookProblem {
  alongX: LayerWeights<Floats>[];
  alongY: LayerWeights<Floats>[];
  /** Multiples of each direction that are added to the weights. */
  x: Float64Array;
  y: Float64Array;
  threads: number;
}

export interface RangeTest {
  /** One per step taken: fewer than requested where the smoothed loss grew to four times its lowest value, or was not finite. */
  rates: Float64Array;
  /** Loss of each step's batch before the step. */
  losses: Float64Array;
  /** Exponential average of the losses so far. */
  smoothed: Float64Array;
  /** The rate at which the smoothed loss falls fastest per factor of the rate; null where it never falls. */
  suggested: number | null;
  stoppedEarly: boolean;
}

export interface InsightEngine {
  /** Trains from fresh weights (in the config's precision), each step at a rate larger by the same factor. Ignores schedule,
   *  validation rows, changes, checkpoint and stopping rules. 0 < from < to, steps from 2 to 100,000. */
  rangeTest(
    config: RunConfig,
    range: { from: number; to: number; steps: number },
    signal?: AbortSignal,
  ): Promise<RangeTest>;
  /** Walks the first of the rows, synchronously. Dropout is off, batch normalisation uses its running statistics. */
  walk(problem: LookProblem): { loss: number; layers: WalkedLayer[] };
  /** Like `walk`, over all rows. */
  statistics(problem: LookProblem, signal?: AbortSignal): Promise<Omit<Statistics, 'rows'>>;
  /** Back-propagation against central differences, with the rows as one training batch: batch statistics, dropout with one
   *  mask. If there are more than `parameters`, each tensor gets its share, chosen by `seed`. Throws AppError loss_not_finite. */
  gradientCheck(
    problem: LookProblem & { parameters: number; seed: number },
    signal?: AbortSignal,
  ): Promise<CheckedGradients>;
  /** The mean loss and its derivative by every parameter, computed as in `walk`: the slopes of `lossPlane`. */
  lossGradient(
    problem: LookProblem,
    signal?: AbortSignal,
  ): Promise<{ loss: number; layers: LayerWeights<Float64Array>[] }>;
  /** Mean losses [y][x], computed as in `walk`. */
  lossPlane(problem: PlaneProblem, signal?: AbortSignal): Promise<Float64Array>;
  /** Throws AppError out_of_memory before anything is copied; rejects with an AbortError once `signal` is aborted. */
  leastSquares(problem: LeastSquaresProblem, signal?: AbortSignal): Promise<LeastSquaresSolution>;
}
