// Predictions -> named columns of text, as `predict` adds them to a table: `prediction` (of several targets
// `prediction_<target>`) and for classes `probability_<class>` each. What is not finite becomes an empty cell.
import { classNames, valueNames } from '../contract/predictedColumns.ts';
import type { Predictions } from './predictions.ts';

export interface PredictionColumn {
  name: string;
  /** The text for a 0-based row of the predictions; numbers are written so that they read back as the same double. */
  cell: (row: number) => string;
}

/** A number with the decimal sign of the table's own numbers; empty where it is not finite. */
export function writtenWith(decimal: '.' | ','): (value: number) => string {
  return (value) => {
    if (!Number.isFinite(value)) return '';
    return decimal === '.' ? String(value) : String(value).replace('.', ',');
  };
}

export function predictionColumns(
  predictions: Predictions,
  written: (value: number) => string,
): PredictionColumn[] {
  if (predictions.kind === 'numeric') {
    const { names, values } = predictions;
    return valueNames(names).map((name, k) => ({
      name,
      cell: (row) => written(values[row * names.length + k]!),
    }));
  }
  const { classes, probabilities, chosen } = predictions;
  const known = (row: number) => Number.isFinite(probabilities[row * classes.length]!);
  const [predicted, ...shares] = classNames(classes);
  return [
    { name: predicted!, cell: (row) => (known(row) ? classes[chosen[row]!]! : '') },
    ...shares.map((name, k) => ({
      name,
      cell: (row: number) => written(probabilities[row * classes.length + k]!),
    })),
  ];
}

/** `prediction_spread` (of several targets `prediction_<target>_spread`): the standard deviation of the answers of an ensemble's networks,
 *  or of their probabilities of the predicted class. */
export function spreadColumns(
  predictions: Predictions,
  written: (value: number) => string,
): PredictionColumn[] {
  const { spread } = predictions;
  if (spread === undefined) return [];
  if (predictions.kind === 'class') {
    const { classes, chosen } = predictions;
    return [
      { name: 'prediction_spread', cell: (row) => written(spread[row * classes.length + chosen[row]!]!) },
    ];
  }
  const { names } = predictions;
  return valueNames(names).map((name, k) => ({
    name: `${name}_spread`,
    cell: (row) => written(spread[row * names.length + k]!),
  }));
}
