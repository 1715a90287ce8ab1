// Network outputs (logits, float32) -> what a person reads: class probabilities, or numbers in the target's own units. Computed
// in float64. Hinge scores also go through sigmoid or softmax, which keeps their order. Softmax subtracts the maximum and the
// sigmoid depends on the sign, so that logits of +-1000 give 0 and 1, not NaN. Outputs that are not finite stay NaN here;
// scores.ts refuses them.
import { outputCount, type TargetPreparation } from '../contract/model.ts';
import type { Unit } from '../contract/table/unit.ts';

export interface ClassPredictions {
  kind: 'class';
  classes: string[];
  /** rows x classes, row-major; each row sums to 1, or is NaN. */
  probabilities: Float64Array;
  /** Index of the most probable class, the first if equal; with a threshold, of the second class where its probability is above. */
  chosen: Int32Array;
  /** Of an ensemble: rows x classes, the standard deviation of its members' probabilities. */
  spread?: Float64Array;
}

export interface NumberPredictions {
  kind: 'numeric';
  names: string[];
  /** The unit of each target; absent where none has one. */
  units?: readonly (Unit | undefined)[];
  /** rows x targets, row-major, in the targets' own units. */
  values: Float64Array;
  /** Of an ensemble: rows x targets, the standard deviation of its members' answers. */
  spread?: Float64Array;
}

export type Predictions = ClassPredictions | NumberPredictions;

/**
 * `outputs` is rows x outputCount(target), row-major. A class target of two classes has one output, whose
 * sigmoid is the probability of classes[1]; `threshold` is for that one.
 */
export function interpretOutputs(
  target: TargetPreparation,
  outputs: Float32Array,
  rows: number,
  threshold?: number,
): Predictions {
  const expected = rows * outputCount(target);
  if (outputs.length !== expected) {
    throw new RangeError(`The network gave ${outputs.length} outputs; ${rows} rows need ${expected}.`);
  }
  if (target.kind === 'numeric') return unscale(target, outputs);
  if (target.classes.length !== 2) return fromLogits(target.classes, outputs);
  const predictions = fromOneLogit(target.classes, outputs);
  return threshold === undefined ? predictions : atThreshold(predictions, threshold);
}

/** Predictions of two classes that choose the second one where its probability is above `threshold`. */
export function atThreshold(predictions: ClassPredictions, threshold: number): ClassPredictions {
  const { probabilities, chosen } = predictions;
  return {
    ...predictions,
    chosen: chosen.map((_, row) => (probabilities[row * 2 + 1]! > threshold ? 1 : 0)),
  };
}

/** Predictions of `rows` rows, to be filled with those of pieces like `piece` by `putPredictions`. */
export function roomFor(piece: Predictions, rows: number): Predictions {
  const width = widthOf(piece);
  const spread = piece.spread === undefined ? {} : { spread: new Float64Array(rows * width) };
  const numbers = new Float64Array(rows * width);
  return piece.kind === 'class'
    ? { ...piece, probabilities: numbers, chosen: new Int32Array(rows), ...spread }
    : { ...piece, values: numbers, ...spread };
}

/** Writes the predictions of a piece from row `at` on. */
export function putPredictions(all: Predictions, piece: Predictions, at: number): void {
  const width = widthOf(piece);
  if (all.kind === 'class' && piece.kind === 'class') {
    all.probabilities.set(piece.probabilities, at * width);
    all.chosen.set(piece.chosen, at);
  } else if (all.kind === 'numeric' && piece.kind === 'numeric') {
    all.values.set(piece.values, at * width);
  }
  if (piece.spread !== undefined) all.spread?.set(piece.spread, at * width);
}

function widthOf(predictions: Predictions): number {
  return predictions.kind === 'class' ? predictions.classes.length : predictions.names.length;
}

/** Number of rows of the predictions. */
export function rowCount(predictions: Predictions): number {
  return predictions.kind === 'class'
    ? predictions.chosen.length
    : predictions.values.length / predictions.names.length;
}

function unscale(
  { columns, link }: Extract<TargetPreparation, { kind: 'numeric' }>,
  outputs: Float32Array,
): NumberPredictions {
  const values = new Float64Array(outputs.length);
  for (let i = 0; i < outputs.length; i++) {
    const column = columns[i % columns.length]!;
    const output = link === 'log' ? Math.exp(outputs[i]!) : outputs[i]!;
    const value = output * column.scale + column.mean;
    values[i] = Number.isFinite(value) ? value : Number.NaN;
  }
  const units = columns.map(({ unit }) => unit);
  return {
    kind: 'numeric',
    names: columns.map(({ name }) => name),
    ...(units.every((unit) => unit === undefined) ? {} : { units }),
    values,
  };
}

function fromOneLogit(classes: string[], outputs: Float32Array): ClassPredictions {
  const probabilities = new Float64Array(outputs.length * 2);
  const chosen = new Int32Array(outputs.length);
  for (let row = 0; row < outputs.length; row++) {
    const logit = outputs[row]!;
    const finite = Number.isFinite(logit);
    // Computed separately for each class: 1 - p would lose the digits of a small probability.
    probabilities[row * 2] = finite ? sigmoid(-logit) : Number.NaN;
    probabilities[row * 2 + 1] = finite ? sigmoid(logit) : Number.NaN;
    chosen[row] = logit > 0 ? 1 : 0;
  }
  return { kind: 'class', classes, probabilities, chosen };
}

function sigmoid(x: number): number {
  if (x >= 0) return 1 / (1 + Math.exp(-x));
  const e = Math.exp(x);
  return e / (1 + e);
}

function fromLogits(classes: string[], outputs: Float32Array): ClassPredictions {
  const width = classes.length;
  const rows = outputs.length / width;
  const probabilities = new Float64Array(outputs.length);
  const chosen = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    const start = row * width;
    let best = 0;
    let finite = true;
    for (let k = 0; k < width; k++) {
      if (!Number.isFinite(outputs[start + k]!)) finite = false;
      if (outputs[start + k]! > outputs[start + best]!) best = k;
    }
    chosen[row] = best;
    if (!finite) {
      probabilities.fill(Number.NaN, start, start + width);
      continue;
    }
    let sum = 0;
    for (let k = 0; k < width; k++) {
      const e = Math.exp(outputs[start + k]! - outputs[start + best]!);
      probabilities[start + k] = e;
      sum += e;
    }
    for (let k = 0; k < width; k++) probabilities[start + k]! /= sum;
  }
  return { kind: 'class', classes, probabilities, chosen };
}
