// Permutation importance (Breiman, 2001; Fisher, Rudin and Dominici, 2019): by how much the error grows when one column is shuffled among
// the rows, so that it says nothing any more. All inputs of a column move together. Rows are encoded once; only the column's inputs
// are moved in the matrix, and several shuffles are predicted in one forward pass.
import type { Predictions } from '../predictions.ts';
import { rowCount } from '../predictions.ts';

export interface ImportanceTask {
  /** rows x inputs, row-major; at least one row. */
  features: Float32Array;
  rows: number;
  /** Inputs of each column: from the first one on. */
  columns: readonly { first: number; width: number }[];
  shuffles: number;
  /** The row whose inputs each row gets, for one shuffle of one column. */
  order(column: number, shuffle: number): Promise<Uint32Array>;
  predict(features: Float32Array, rows: number): Promise<Predictions>;
  /** Errors of the predictions of the rows in their order; what is better when higher is negative. */
  errors(predictions: Predictions): number[];
}

export interface ColumnImportance {
  /** For each error: its growth in each shuffle, its mean and (population) standard deviation. */
  growth: { shuffles: number[]; importance: number; spread: number }[];
}

export interface ImportanceFound {
  /** Of the rows as they are. */
  errors: number[];
  columns: ColumnImportance[];
}

/** Numbers of the matrix of one forward pass. */
const mostNumbers = 500_000;

/** Yields how many shuffles are done of how many, after each forward pass. */
export async function* permutationImportance(
  task: ImportanceTask,
): AsyncGenerator<{ done: number; of: number }, ImportanceFound> {
  const { features, rows, shuffles } = task;
  const inputs = features.length / rows;
  const errors = task.errors(await task.predict(features, rows));
  const together = Math.max(1, Math.min(shuffles, Math.floor(mostNumbers / features.length)));
  const matrix = new Float32Array(together * features.length);
  for (let copy = 0; copy < together; copy++) matrix.set(features, copy * features.length);
  const columns: ColumnImportance[] = [];
  const of = shuffles * task.columns.length;
  for (const [column, { first, width }] of task.columns.entries()) {
    const found: number[][] = [];
    while (found.length < shuffles) {
      const count = Math.min(together, shuffles - found.length);
      for (let copy = 0; copy < count; copy++) {
        const order = await task.order(column, found.length + copy);
        move(features, matrix.subarray(copy * features.length), { inputs, first, width }, order);
      }
      const predictions = await task.predict(matrix.subarray(0, count * features.length), count * rows);
      for (let copy = 0; copy < count; copy++) found.push(task.errors(slice(predictions, copy * rows, rows)));
      yield { done: column * shuffles + found.length, of };
    }
    const own = Uint32Array.from({ length: rows }, (_, row) => row);
    for (let copy = 0; copy < together; copy++)
      move(features, matrix.subarray(copy * features.length), { inputs, first, width }, own);
    columns.push({ growth: errors.map((before, k) => growthOf(found.map((of) => of[k]! - before))) });
  }
  return { errors, columns };
}

function move(
  from: Float32Array,
  to: Float32Array,
  { inputs, first, width }: { inputs: number; first: number; width: number },
  order: Uint32Array,
): void {
  for (const [row, source] of order.entries())
    for (let k = first; k < first + width; k++) to[row * inputs + k] = from[source * inputs + k]!;
}

function growthOf(shuffles: number[]): ColumnImportance['growth'][number] {
  const importance = shuffles.reduce((sum, value) => sum + value, 0) / shuffles.length;
  const squares = shuffles.reduce((sum, value) => sum + (value - importance) ** 2, 0);
  return { shuffles, importance, spread: Math.sqrt(squares / shuffles.length) };
}

function slice(predictions: Predictions, from: number, rows: number): Predictions {
  if (rowCount(predictions) === rows) return predictions;
  const part = (values: Float64Array, width: number) => values.subarray(from * width, (from + rows) * width);
  if (predictions.kind === 'numeric')
    return { ...predictions, values: part(predictions.values, predictions.names.length) };
  const { classes, probabilities, chosen } = predictions;
  return {
    ...predictions,
    probabilities: part(probabilities, classes.length),
    chosen: chosen.subarray(from, from + rows),
  };
}
