// The engine's calls that train nothing: the exact solution of a linear network, and looks inside any network, all in float64
// whatever the precision of what they are given. But for `walk` each computes on a worker thread and can be cancelled.

import type { Floats, LayerWeights } from '../contract/model.ts';
import type { Statistics } from '../contract/run/insight.ts';
import type { LossNumbers } from '../contract/spec/losses.ts';
import type { EngineLoss, NetworkConfig, Rows, RunConfig } from './runConfig.ts';

/** What the addon answers at once; `result` rejects with the code `cancelled` soon after `cancel`. */
export interface Cancellable<Result> {
  result: Promise<Result>;
  cancel(): void;
}

/** Row-major matrices, all three of one type, all finite; copied, so the caller may drop them. */
export interface LeastSquaresProblem {
  rows: number;
  inputs: number;
  outputs: number;
  /** rows x inputs. */
  features: Floats;
  /** rows x outputs. */
  targets: Floats;
  /** One per row, none negative, not all 0; null counts every row once. */
  weights: Floats | null;
  /** Coefficients whose distance from the optimum is wanted: [outputs][inputs] and [outputs]. */
  at: { weight: Float64Array; bias: Float64Array } | null;
}

export interface LeastSquaresSolution {
  /** [outputs][inputs]; if columns are collinear, the solution with the smallest 2-norm. */
  coefficients: Float64Array;
  intercepts: Float64Array;
  /** Mean squared error over rows (by weight) and outputs. */
  loss: number;
  rank: number;
  /** Of the centred features over the root of the rows' weight, largest first, `rank` of them. */
  singularValues: Float64Array;
  /** column = a constant + the sum of factor * columns; without any for a constant column. */
  collinear: { column: number; on: { column: number; factor: number }[] }[];
  /** The loss at `at` minus the least one, and the 2-norm of the way to the nearest optimum. */
  distance: { excessLoss: number; coefficients: number } | null;
}

/** What a look is at. Everything is copied. */
export interface LookProblem {
  network: NetworkConfig;
  layers: LayerWeights<Floats>[];
  loss: EngineLoss;
  lossSettings: LossNumbers;
  /** At least one. */
  rows: Rows;
}

/** A layer of a row walked forward and back; each array has one number per unit. d(bias) is dZ, d(weight) dZ times the inputs. */
export interface WalkedLayer {
  /** weight * inputs + bias. */
  z: Float64Array;
  /** (z - mean) / deviation; null without normalisation. */
  normalized: Float64Array | null;
  /** gamma * normalized + beta, or z: what the activation is given. */
  shifted: Float64Array;
  a: Float64Array;
  /** The loss's derivatives with respect to a, shifted and z. */
  dA: Float64Array;
  dShifted: Float64Array;
  dZ: Float64Array;
}

export interface CheckedGradients {
  /** How many there are, and how many were moved. */
  parameters: number;
  checked: number;
  loss: number;
  worst: {
    layer: number;
    tensor: 'weight' | 'bias' | 'gamma' | 'beta';
    /** unit * inputs + input of a weight, else the unit. */
    index: number;
    backPropagated: number;
    centralDifference: number;
    /** Relative; what rounding alone can make is taken off. */
    error: number;
  };
  /** Worst error of each layer. */
  layers: Float64Array;
}

/** Directions have the layers' shapes. */
export interface PlaneProblem extends LookProblem {
  alongX: LayerWeights<Floats>[];
  alongY: LayerWeights<Floats>[];
  /** By how much of each direction the weights are moved. */
  x: Float64Array;
  y: Float64Array;
  threads: number;
}

export interface RangeTest {
  /** One per step taken: fewer than asked for where the smoothed loss grew to four times its best, or was not finite. */
  rates: Float64Array;
  /** Of each step's batch before the step. */
  losses: Float64Array;
  /** Exponential average of the losses so far. */
  smoothed: Float64Array;
  /** Where the smoothed loss falls most per factor of the rate; null where it never falls. */
  suggested: number | null;
  stoppedEarly: boolean;
}

export interface InsightEngine {
  /** Trains from fresh weights (in the config's precision), each step at a rate larger by the same factor. Schedule,
   *  validation rows, changes, checkpoint and stopping rules do not count. 0 < from < to, steps from 2 to 100,000. */
  rangeTest(
    config: RunConfig,
    range: { from: number; to: number; steps: number },
    signal?: AbortSignal,
  ): Promise<RangeTest>;
  /** The first of the rows; at once. Dropout is off, batch normalisation uses its running statistics. */
  walk(problem: LookProblem): { loss: number; layers: WalkedLayer[] };
  /** As `walk`, over all rows. */
  statistics(problem: LookProblem, signal?: AbortSignal): Promise<Omit<Statistics, 'rows'>>;
  /** Back-propagation against central differences on the rows as one training batch: batch statistics, dropout with one mask.
   *  Of more than `parameters` each tensor gets its share, chosen by `seed`. Throws AppError loss_not_finite. */
  gradientCheck(
    problem: LookProblem & { parameters: number; seed: number },
    signal?: AbortSignal,
  ): Promise<CheckedGradients>;
  /** Mean losses [y][x], as `walk` computes them. */
  lossPlane(problem: PlaneProblem, signal?: AbortSignal): Promise<Float64Array>;
  /** Throws AppError out_of_memory before anything is copied; rejects with an AbortError once `signal` is aborted. */
  leastSquares(problem: LeastSquaresProblem, signal?: AbortSignal): Promise<LeastSquaresSolution>;
}
