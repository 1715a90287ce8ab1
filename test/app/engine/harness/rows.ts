// How a table is made: rows of features, targets that fit a loss, and weights. Every number is a hash of its index, so the rows
// are the same on every machine; `from` gives other rows of the same kind, e.g. for validation.
import type { Floats } from '../../../../app/contract/model.ts';
import type { Precision } from '../../../../app/contract/spec/spec.ts';
import type { EngineLoss, NetworkConfig, Rows } from '../../../../app/engine/runConfig.ts';
import { noise } from './chance.ts';

const valueLosses: EngineLoss[] = [
  'meanSquaredError',
  'meanAbsoluteError',
  'huber',
  'logCosh',
  'quantile',
  'poisson',
];
export const binaryLosses: EngineLoss[] = ['binaryCrossEntropy', 'binaryHinge', 'binaryFocal'];
export const classLosses: EngineLoss[] = ['categoricalCrossEntropy', 'categoricalHinge', 'categoricalFocal'];
export const engineLosses = [...valueLosses, ...binaryLosses, ...classLosses];

/** In float32. */
type SingleRows = Rows & { features: Float32Array; targets: Float32Array };

/** Rows whose class depends on the first and the last feature; targets are class indices. */
export function classRows(rows: number, inputs: number, classes: number, from = 0): SingleRows {
  const features = Float32Array.from({ length: rows * inputs }, (_, index) => noise(from + index));
  const targets = Float32Array.from({ length: rows }, (_, row) => {
    const score = features[row * inputs]! + features[row * inputs + inputs - 1]!;
    return Math.min(classes - 1, Math.floor(((score + 2) / 4) * classes));
  });
  return { rows, features, targets, weights: null };
}

/** Rows whose targets are smooth functions of the features. */
export function valueRows(rows: number, inputs: number, outputs: number, from = 0): SingleRows {
  const features = Float32Array.from({ length: rows * inputs }, (_, index) => noise(from + index));
  const targets = Float32Array.from({ length: rows * outputs }, (_, index) => {
    const row = Math.floor(index / outputs);
    return Math.sin(3 * features[row * inputs]!) + features[row * inputs + (index % outputs)]!;
  });
  return { rows, features, targets, weights: null };
}

/** `rows` rows that fit a network and its loss, and follow no rule; features in [-1, 1). */
export function rowsFor(
  network: NetworkConfig,
  loss: EngineLoss,
  rows: number,
  { precision = 'float32', from = 0 }: { precision?: Precision; from?: number } = {},
): Rows {
  const outputs = network.layers.at(-1)!.units;
  const columns = classLosses.includes(loss) ? 1 : outputs;
  const target = (index: number) => targetOf(loss, outputs, noise(from + 7919 * index));
  return {
    rows,
    features: floats(precision, rows * network.inputs, (index) => noise(from + index)),
    targets: floats(precision, rows * columns, target),
    weights: null,
  };
}

/** A target that the loss can have, from a number in [-1, 1). */
function targetOf(loss: EngineLoss, outputs: number, value: number): number {
  if (classLosses.includes(loss)) return Math.floor(((value + 1) / 2) * outputs);
  if (binaryLosses.includes(loss)) return value > 0 ? 1 : 0;
  return loss === 'poisson' ? Math.floor(3 * (value + 1)) : value;
}

/** The same rows with weights, by default between 0 and 2. */
export function weighed(rows: Rows, weightOf: (row: number) => number = (row) => 1 + noise(row)): Rows {
  const precision = rows.features instanceof Float64Array ? 'float64' : 'float32';
  return { ...rows, weights: floats(precision, rows.rows, weightOf) };
}

function floats(precision: Precision, length: number, value: (index: number) => number): Floats {
  const values = precision === 'float64' ? new Float64Array(length) : new Float32Array(length);
  return values.map((_, index) => value(index));
}
