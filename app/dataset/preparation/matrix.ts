// The destination of encoded columns: a matrix that is written piece by piece, in our own array or in the engine's memory.
import type { Floats } from '../../contract/model.ts';

/** The array type of encoded numbers: float32, or float64 for a float64 training. */
export type ArrayOf<Numbers extends Floats> = new (length: number) => Numbers;

/** Receives a matrix in pieces, each once: `values` are row-major, `width` per row from row `row` on, and go to the columns
 *  from `column` on. They are valid only during the call. */
export interface MatrixWriter {
  write(row: number, column: number, width: number, values: Floats): void;
}

/** Writes into `features`, a row-major array with `inputs` columns. */
export function arrayWriter(features: Floats, inputs: number): MatrixWriter {
  return {
    write(row, column, width, values) {
      for (let from = 0, to = row * inputs + column; from < values.length; from += width, to += inputs) {
        for (let k = 0; k < width; k++) features[to + k] = values[from + k]!;
      }
    },
  };
}
