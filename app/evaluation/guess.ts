// The predictions of always guessing: the training rows' most frequent class with each class's share as its probability, or their
// mean. These are scikit-learn's DummyClassifier(strategy='prior') and DummyRegressor(strategy='mean').
import type { Predictions } from './predictions.ts';

/** Each class's share of the training rows; `truth` is their class indices. */
export function classShares(truth: Float64Array, classes: number): number[] {
  const counts = new Array<number>(classes).fill(0);
  for (const index of truth) counts[index]! += 1;
  return counts.map((count) => count / truth.length);
}

/** The mean of each target; `truth` is rows x targets. */
export function targetMeans(truth: Float64Array, targets: number): number[] {
  const means = new Array<number>(targets).fill(0);
  const rows = truth.length / targets;
  for (let i = 0; i < truth.length; i++) means[i % targets]! += truth[i]! / rows;
  return means;
}

/** What `guess` predicts for `rows` rows, for the targets or classes of `like`. */
export function guessed(guess: readonly number[], like: Predictions, rows: number): Predictions {
  const values = new Float64Array(rows * guess.length);
  for (let i = 0; i < values.length; i++) values[i] = guess[i % guess.length]!;
  if (like.kind === 'numeric') return { kind: 'numeric', names: like.names, values };
  const frequent = guess.indexOf(Math.max(...guess));
  const chosen = new Int32Array(rows).fill(frequent);
  return { kind: 'class', classes: like.classes, probabilities: values, chosen };
}
