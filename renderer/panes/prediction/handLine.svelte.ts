// The line that a person sets by hand in the picture of the predictions, while no run has taken a step: its weights on the network's
// scale, the line in the columns' units, and the slice and the predictions of the rows that follow from it before the backend answers.

import { limits } from '../../../app/contract/limits.ts';
import type { PredictionSlice } from '../../charts/predictions/predictionSlice.ts';
import type { Predictions } from '../../state/insight/predictions.svelte.ts';
import type { Workspace } from '../../state/workspace.svelte.ts';
import {
  type LineScale,
  lineOf,
  lineScale,
  rounded,
  type Weights,
  weightsByHand,
  weightsOf,
  withWeights,
} from './lineByHand.ts';
import { type Line, ownLine } from './lineFit.ts';

export interface ShownLine {
  scale: LineScale;
  weights: Weights;
  line: Line;
}

export class HandLine {
  readonly #workspace: Workspace;
  readonly #predictions: Predictions;
  readonly #scale = $derived.by((): LineScale | null => {
    const { run, spec, plan } = this.#workspace;
    const waits =
      run === null || (run.progress.step === 0 && ['ready', 'paused'].includes(run.progress.state));
    const errors = plan?.issues.some(({ severity }) => severity === 'error') ?? true;
    return spec && plan && waits && !errors ? lineScale(spec, plan) : null;
  });
  readonly #byHand = $derived.by((): ShownLine | null => {
    const { spec } = this.#workspace;
    const scale = this.#scale;
    const weights = spec && scale && weightsByHand(spec);
    return scale && weights ? { scale, weights, line: lineOf(weights, scale) } : null;
  });

  constructor(workspace: Workspace, predictions: Predictions) {
    this.#workspace = workspace;
    this.#predictions = predictions;
  }

  /** The line with its handles; null where it cannot be set. Weights that are drawn from the seed are read off the predictions. */
  shown(): ShownLine | null {
    const { slice } = this.#predictions;
    const scale = this.#scale;
    if (this.#byHand || !scale || !slice || slice.y !== null) return this.#byHand;
    const line = ownLine(slice, 0);
    return line && { scale, line, weights: weightsOf(line, scale) };
  }

  /** The predictions that are drawn: those of the line that is set, at once; otherwise `slice`. */
  slice<Slice extends PredictionSlice | null>(slice: Slice): Slice {
    const line = this.#byHand?.line;
    if (!line || !slice || slice.y !== null) return slice;
    const { from, to, steps } = slice.x;
    const at = (k: number) => line.intercept + line.slope * (from + ((to - from) * k) / (steps - 1));
    return { ...slice, values: Float32Array.from({ length: steps }, (_, k) => at(k)) };
  }

  /** The same for the rows of the sample. */
  rows(predictions: Float32Array | null): Float32Array | null {
    const { sample, numbers } = this.#predictions;
    const line = this.#byHand?.line;
    const x = sample && numbers.length === 1 ? sample.column(numbers[0]!) : null;
    if (!line || !x || !predictions) return predictions;
    return predictions.map((before, row) =>
      Number.isFinite(x[row]) ? line.intercept + line.slope * x[row]! : before,
    );
  }

  readonly set = (weights: Weights, gesture: object): void => {
    const { w, b } = weights;
    const next = { w: rounded(w, limits.initialWeight), b: rounded(b, limits.initialWeight) };
    this.#workspace.edit((spec) => withWeights(spec, next), gesture);
  };
}
