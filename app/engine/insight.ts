// The engine's calls that train nothing: the exact solution of a linear network, and (as they come) looks inside any network.
// Each computes on a worker thread and can be called off.
import type { Floats } from '../contract/model.ts';

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
  /** [outputs][inputs]; where columns are collinear, of all solutions the one with the least 2-norm. */
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

export interface InsightEngine {
  /** Throws AppError out_of_memory before anything is copied; rejects with an AbortError once `signal` is aborted. */
  leastSquares(problem: LeastSquaresProblem, signal?: AbortSignal): Promise<LeastSquaresSolution>;
}
