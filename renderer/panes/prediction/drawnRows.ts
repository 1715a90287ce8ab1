// The rows that are drawn with a slice, each with its prediction; and, over all rows of the sample, the number of wrong predictions
// (classes) or the mean absolute error (regression).

import type { DrawnRow } from '../../charts/predictions/predictionSlice.ts';
import type { Sample } from '../../state/insight/rowSample.ts';

interface Shown {
  sample: Sample;
  /** [row][output]. */
  predictions: Float32Array;
  /** Position of each row on the axes; `y` is null where there is one axis. */
  x: Float64Array;
  y: Float64Array | null;
  /** Index of the target in regression; null for classes. */
  output: number | null;
  /** Distance of each row from the slice, 0 to 1. */
  distances: Float64Array;
  /** Data rows of the step that is shown, or another one that is pointed out. */
  ringed: ReadonlySet<number>;
}

/** Strength of the drawn row that is farthest from the slice. */
const faintest = 0.25;

/** Index of the most probable class. */
function mostProbable(predictions: Float32Array, classes: number, row: number): number {
  let best = 0;
  for (let k = 1; k < classes; k++)
    if (predictions[row * classes + k]! > predictions[row * classes + best]!) best = k;
  return best;
}

/** The rows that have a position and an actual value, the nearest to the slice last. */
export function drawnRows({ sample, predictions, x, y, output, distances, ringed }: Shown): DrawnRow[] {
  const width = sample.outputs.length;
  const rows: DrawnRow[] = [];
  for (let row = 0; row < sample.count; row++) {
    const truth = output === null ? sample.truth[row]! : sample.truth[row * width + output]!;
    const distance = distances[row]!;
    const [atX, atY] = [x[row]!, y === null ? truth : y[row]!];
    if (![truth, atX, atY, distance].every(Number.isFinite)) continue;
    const prediction =
      output === null ? mostProbable(predictions, width, row) : predictions[row * width + output]!;
    rows.push({
      x: atX,
      y: atY,
      truth,
      prediction,
      validation: row >= sample.train,
      wrong: output === null && prediction !== truth,
      ringed: ringed.has(sample.rows[row]!),
      strength: 1 - (1 - faintest) * distance,
    });
  }
  // The nearest rows are drawn last, on top of the others.
  return rows.sort((a, b) => a.strength - b.strength);
}

export interface Standing {
  /** Number of rows with an actual value. */
  rows: number;
  /** Number of wrongly predicted rows (classes). */
  wrong: number;
  /** Mean absolute error in the target's units (regression). */
  off: number;
}

/** Counts over all rows of the sample, drawn or not. */
export function standingOf(sample: Sample, predictions: Float32Array, output: number | null): Standing {
  const width = sample.outputs.length;
  const standing = { rows: 0, wrong: 0, off: 0 };
  for (let row = 0; row < sample.count; row++) {
    const truth = output === null ? sample.truth[row]! : sample.truth[row * width + output]!;
    if (!Number.isFinite(truth)) continue;
    standing.rows++;
    if (output === null) standing.wrong += mostProbable(predictions, width, row) === truth ? 0 : 1;
    else standing.off += Math.abs(predictions[row * width + output]! - truth);
  }
  standing.off /= Math.max(1, standing.rows);
  return standing;
}
