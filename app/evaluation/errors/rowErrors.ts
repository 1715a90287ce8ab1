// A part's predictions, reduced to what lists of rows and groups need: of many classes two probabilities for each row are kept instead of
// all. Rows are numbered within the part.
import type { EvaluatedPart } from '../evaluate.ts';
import type { ClassPredictions } from '../predictions.ts';

export interface ClassErrors {
  kind: 'class';
  /** 0-based data rows in the file as read, ascending. */
  rows: Uint32Array;
  classes: readonly string[];
  /** Indices of classes. */
  truth: Int32Array;
  chosen: Int32Array;
  /** Probabilities of the true and of the chosen class. */
  given: Float64Array;
  most: Float64Array;
  /** rows x classes, where there are few. */
  probabilities: Float64Array | null;
}

export interface NumberErrors {
  kind: 'numeric';
  rows: Uint32Array;
  names: readonly string[];
  /** rows x targets, in their own units. */
  truth: Float64Array;
  values: Float64Array;
}

export type RowErrors = ClassErrors | NumberErrors;

const mostProbabilities = 8;

export function rowErrors({ rows, truth, predictions }: EvaluatedPart): RowErrors {
  if (predictions.kind === 'class') return classErrors(rows, Int32Array.from(truth), predictions);
  const { names, values } = predictions;
  return { kind: 'numeric', rows, names, truth, values };
}

function classErrors(
  rows: Uint32Array,
  truth: Int32Array,
  { classes, chosen, probabilities }: ClassPredictions,
): ClassErrors {
  const width = classes.length;
  const of = (row: number, k: number) => probabilities[row * width + k]!;
  return {
    ...{ kind: 'class', rows, classes, truth, chosen },
    given: Float64Array.from(truth, (actual, row) => of(row, actual)),
    most: Float64Array.from(chosen, (predicted, row) => of(row, predicted)),
    probabilities: width <= mostProbabilities ? probabilities : null,
  };
}
