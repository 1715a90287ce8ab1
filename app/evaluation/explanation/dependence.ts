// Partial dependence (Friedman, 2001) and individual curves (Goldstein et al., 2015): some rows are predicted again and again with another
// value in one column, everything else as in the row.
import type { Predictions } from '../predictions.ts';

export interface DependenceTask {
  /** rows x inputs, row-major; at least one row. */
  features: Float32Array;
  rows: number;
  /** The column's inputs: from the first one on. */
  first: number;
  /** For each point of the grid, the column's inputs. */
  points: readonly (readonly number[])[];
  /** Index of the target column or of the class. */
  output: number;
  /** The first so many rows are given one by one. */
  single: number;
  predict(features: Float32Array, rows: number): Promise<Predictions>;
}

export interface DependenceFound {
  /** Mean output over the rows at each point. */
  mean: number[];
  /** For each single row its outputs. */
  single: number[][];
}

export async function dependenceOf(task: DependenceTask): Promise<DependenceFound> {
  const { features, rows, first, points } = task;
  const inputs = features.length / rows;
  const mean: number[] = [];
  const single: number[][] = Array.from({ length: Math.min(task.single, rows) }, () => []);
  const matrix = features.slice();
  for (const point of points) {
    for (let row = 0; row < rows; row++) matrix.set(point, row * inputs + first);
    const outputs = outputColumn(await task.predict(matrix, rows), task.output);
    mean.push(outputs.reduce((sum, value) => sum + value, 0) / rows);
    for (const [row, of] of single.entries()) of.push(outputs[row]!);
  }
  return { mean, single };
}

/** One number per row: the value of a target, or the probability of a class. */
export function outputColumn(predictions: Predictions, output: number): Float64Array {
  const [values, width] =
    predictions.kind === 'class'
      ? [predictions.probabilities, predictions.classes.length]
      : [predictions.values, predictions.names.length];
  return Float64Array.from({ length: values.length / width }, (_, row) => values[row * width + output]!);
}
