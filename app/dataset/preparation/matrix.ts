// Where encoded columns go: a matrix that is written piece by piece, in an array of ours or in the engine's own memory.
import type { Floats } from '../../contract/model.ts';

/** The kind of array that numbers are put into: float32, unless a float64 training asks for more. */
export type ArrayOf<Numbers extends Floats> = new (length: number) => Numbers;

/** What takes a matrix piece by piece, each once: `values` are row-major, `width` for each of the rows from `row` on, and go to the
 *  columns from `column` on. They are valid during the call only. */
export interface MatrixWriter {
  write(row: number, column: number, width: number, values: Floats): void;
}

/** Writes into `features`, row-major, `inputs` columns. */
export function arrayWriter(features: Floats, inputs: number): MatrixWriter {
  return {
    write(row, column, width, values) {
      for (let from = 0, to = row * inputs + column; from < values.length; from += width, to += inputs) {
        for (let k = 0; k < width; k++) features[to + k] = values[from + k]!;
      }
    },
  };
}
