// Truth and predictions -> the few numbers that say how good a model is, by the definitions of
// app/contract/run/evaluation.ts, which are scikit-learn's (accuracy_score, f1_score macro with zero_division 0, log_loss,
// mean_squared_error, mean_absolute_error, r2_score). Every row weighs the same. No rows is a bug of the caller.
import { AppError } from '../../contract/issues/errors.ts';
import type { ClassScores, NumberScores, Scores } from '../../contract/run/evaluation.ts';
import type { ClassPredictions, NumberPredictions, Predictions } from '../predictions.ts';

/** Smallest probability whose logarithm is taken; scikit-learn's for float64 from 1.2 on (1e-15 before). */
const leastProbability = Number.EPSILON;

/** `truth` is rows x 1 (class index) or rows x targets (own units). Throws AppError outputs_not_finite. */
export function score(truth: Float64Array, predictions: Predictions): Scores {
  return predictions.kind === 'class' ? scoreClasses(truth, predictions) : scoreNumbers(truth, predictions);
}

/** `truth[row]` is the index of the row's class. */
export function scoreClasses(truth: Int32Array | Float64Array, p: ClassPredictions): ClassScores {
  const rows = p.chosen.length;
  checkRows(truth.length, rows);
  checkFinite(p.probabilities, p.classes.length);
  const confusion = confusionMatrix(truth, p);
  let right = 0;
  let logLoss = 0;
  for (let row = 0; row < rows; row++) {
    const actual = truth[row]!;
    if (p.chosen[row] === actual) right += 1;
    logLoss -= Math.log(Math.max(p.probabilities[row * p.classes.length + actual]!, leastProbability));
  }
  const f1 = classDetails(confusion).flatMap((detail) => (detail.f1 === null ? [] : [detail.f1]));
  return {
    accuracy: right / rows,
    f1Macro: f1.reduce((sum, value) => sum + value, 0) / f1.length,
    logLoss: logLoss / rows,
  };
}

/** `truth` is rows x targets in own units. */
export function scoreNumbers(truth: Float64Array, p: NumberPredictions): NumberScores {
  checkRows(truth.length, p.values.length);
  checkFinite(p.values, p.names.length);
  const all = errorSize(truth, p.values, 0, 1);
  const r2 = p.names.flatMap((_, target) => {
    const value = determination(truth, p.values, target, p.names.length);
    return value === null ? [] : [value];
  });
  return {
    rmse: all.rmse,
    mae: all.mae,
    r2: r2.length === 0 ? null : r2.reduce((sum, value) => sum + value, 0) / r2.length,
  };
}

/** The same of one target column of several. */
export function scoreTarget(truth: Float64Array, p: NumberPredictions, target: number): NumberScores {
  return {
    ...errorSize(truth, p.values, target, p.names.length),
    r2: determination(truth, p.values, target, p.names.length),
  };
}

/** Rows by [true class][predicted class]. */
export function confusionMatrix(truth: Int32Array | Float64Array, p: ClassPredictions): number[][] {
  const matrix = p.classes.map(() => new Array<number>(p.classes.length).fill(0));
  for (let row = 0; row < p.chosen.length; row++) matrix[truth[row]!]![p.chosen[row]!]! += 1;
  return matrix;
}

export interface ClassDetail {
  /** null where the class was never predicted. */
  precision: number | null;
  /** null where no row has the class. */
  recall: number | null;
  /** null if the class occurs in neither; 0 if none of its rows was predicted correctly. */
  f1: number | null;
  rows: number;
}

export function classDetails(confusion: number[][]): ClassDetail[] {
  const predicted = new Array<number>(confusion.length).fill(0);
  for (const line of confusion) {
    for (const [k, rows] of line.entries()) predicted[k]! += rows;
  }
  return confusion.map((line, k) => {
    const rows = line.reduce((sum, count) => sum + count, 0);
    const hits = line[k]!;
    const either = rows + predicted[k]!;
    return {
      precision: predicted[k] === 0 ? null : hits / predicted[k]!,
      recall: rows === 0 ? null : hits / rows,
      f1: either === 0 ? null : (2 * hits) / either,
      rows,
    };
  });
}

/** Over the cells first, first + stride, ... */
function errorSize(truth: Float64Array, values: Float64Array, first: number, stride: number) {
  let largest = 0;
  let absolute = 0;
  let count = 0;
  for (let i = first; i < truth.length; i += stride) {
    const error = Math.abs(values[i]! - truth[i]!);
    largest = Math.max(largest, error);
    absolute += error;
    count += 1;
  }
  if (largest === 0) return { rmse: 0, mae: 0 };
  // Relative to the largest error before squaring: an error of 1e200 would overflow otherwise.
  let squares = 0;
  for (let i = first; i < truth.length; i += stride) squares += ((values[i]! - truth[i]!) / largest) ** 2;
  return { rmse: largest * Math.sqrt(squares / count), mae: absolute / count };
}

/** 1 - residual / total sum of squares; null if the truth is constant, since there is no variance to explain. */
function determination(truth: Float64Array, values: Float64Array, first: number, stride: number) {
  let least = truth[first]!;
  let most = least;
  for (let i = first; i < truth.length; i += stride) {
    least = Math.min(least, truth[i]!);
    most = Math.max(most, truth[i]!);
  }
  const range = most - least;
  if (range === 0) return null;
  const rows = truth.length / stride;
  let mean = 0;
  for (let i = first; i < truth.length; i += stride) mean += (truth[i]! - least) / range / rows;
  let residual = 0;
  let total = 0;
  for (let i = first; i < truth.length; i += stride) {
    residual += ((truth[i]! - values[i]!) / range) ** 2;
    total += ((truth[i]! - least) / range - mean) ** 2;
  }
  return 1 - residual / total;
}

function checkRows(truth: number, predictions: number): void {
  if (predictions === 0) throw new RangeError('There is no row to score.');
  if (truth !== predictions) {
    throw new RangeError(`The truth has ${truth} cells; the predictions have ${predictions}.`);
  }
}

function checkFinite(values: Float64Array, width: number): void {
  let first = -1;
  let bad = 0;
  for (let row = 0; row * width < values.length; row++) {
    let finite = true;
    for (let cell = row * width; cell < (row + 1) * width; cell++) finite &&= Number.isFinite(values[cell]);
    if (finite) continue;
    if (first < 0) first = row;
    bad += 1;
  }
  if (bad === 0) return;
  throw new AppError(
    'outputs_not_finite',
    `The network's outputs are not finite for ${bad} of ${values.length / width} rows; ` +
      'its inputs are too large. Look for outliers in its feature columns.',
    { rows: bad, first: first + 1 },
  );
}
