// A network's loss by the plainest means: each activation and loss as a book states it, one row and one unit at a time, in
// JavaScript's doubles. It shares nothing with the engine, so that both can only agree by being right.
import type { Activation } from '../../../app/contract/layers.ts';
import type { LossNumbers } from '../../../app/contract/losses.ts';
import type { EngineLoss } from '../../../app/engine/engine.ts';

/** The error function by its power series, for |x| up to about 4. */
export function erf(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; n < 120; ++n) {
    term *= (-x * x) / n;
    sum += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

const seluScale = 1.0507009873554805;
const seluAlpha = 1.6732632423543772;

export const activationReference: Record<Activation, (x: number) => number> = {
  linear: (x) => x,
  step: (x) => (x > 0 ? 1 : 0),
  sigmoid,
  tanh: Math.tanh,
  relu: (x) => Math.max(0, x),
  leakyRelu: (x) => (x > 0 ? x : 0.01 * x),
  elu: (x) => (x > 0 ? x : Math.expm1(x)),
  selu: (x) => seluScale * (x > 0 ? x : seluAlpha * Math.expm1(x)),
  gelu: (x) => (x / 2) * (1 + erf(x / Math.SQRT2)),
  geluTanh: (x) => (x / 2) * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))),
  silu: (x) => x * sigmoid(x),
  softplus: (x) => Math.log1p(Math.exp(x)),
  softsign: (x) => x / (1 + Math.abs(x)),
};

/** z: one output; y: its target. */
type ElementLoss = (z: number, y: number, settings: LossNumbers) => number;
/** z: a score per class; y: the true one's index. */
type ClassLoss = (z: readonly number[], y: number, settings: LossNumbers) => number;

const softmax = (z: readonly number[]) => {
  const total = z.reduce((sum, score) => sum + Math.exp(score), 0);
  return z.map((score) => Math.exp(score) / total);
};

export const elementLosses: Partial<Record<EngineLoss, ElementLoss>> = {
  meanSquaredError: (z, y) => (z - y) ** 2,
  meanAbsoluteError: (z, y) => Math.abs(z - y),
  huber: (z, y, { delta }) =>
    Math.abs(z - y) <= delta ? (z - y) ** 2 / 2 : delta * (Math.abs(z - y) - delta / 2),
  logCosh: (z, y) => Math.log(Math.cosh(z - y)),
  quantile: (z, y, { quantile }) => Math.max(quantile * (y - z), (quantile - 1) * (y - z)),
  poisson: (z, y) => Math.exp(z) - y * z,
  binaryCrossEntropy: (z, y, { labelSmoothing }) => {
    const soft = y * (1 - labelSmoothing) + labelSmoothing / 2;
    return -soft * Math.log(sigmoid(z)) - (1 - soft) * Math.log(1 - sigmoid(z));
  },
  binaryHinge: (z, y) => Math.max(0, 1 - (2 * y - 1) * z),
  binaryFocal: (z, y, { focusing }) => {
    const ofTruth = y === 1 ? sigmoid(z) : 1 - sigmoid(z);
    return -((1 - ofTruth) ** focusing) * Math.log(ofTruth);
  },
};

export const classLosses: Partial<Record<EngineLoss, ClassLoss>> = {
  categoricalCrossEntropy: (z, y, { labelSmoothing }) => {
    const logs = softmax(z).map(Math.log);
    const spread = logs.reduce((sum, log) => sum + log, 0) / z.length;
    return -(1 - labelSmoothing) * logs[y]! - labelSmoothing * spread;
  },
  categoricalHinge: (z, y) =>
    z.reduce((sum, score, j) => (j === y ? sum : sum + Math.max(0, 1 - z[y]! + score)), 0) / z.length,
  categoricalFocal: (z, y, { focusing }) => {
    const p = softmax(z)[y]!;
    return -((1 - p) ** focusing) * Math.log(p);
  },
};

export interface PlainLayer {
  inputs: number;
  outputs: number;
  weight: ArrayLike<number>;
  bias: ArrayLike<number>;
}

/** Outputs of a network for one row: `activation` after all layers but the last. */
export function plainOutputs(layers: PlainLayer[], activation: Activation, row: readonly number[]): number[] {
  let values = [...row];
  for (const [index, { inputs, outputs, weight, bias }] of layers.entries()) {
    const sums = Array.from({ length: outputs }, (_, o) =>
      values.reduce((sum, value, i) => sum + value * weight[o * inputs + i]!, bias[o]!),
    );
    values = index < layers.length - 1 ? sums.map(activationReference[activation]) : sums;
  }
  return values;
}

/** sum(w * l) / sum(w) over the rows, l being a mean over the outputs or the loss of a row of classes. */
export function plainLoss(
  layers: PlainLayer[],
  activation: Activation,
  loss: EngineLoss,
  settings: LossNumbers,
  rows: { features: number[][]; targets: number[][]; weights: number[] },
): number {
  let sum = 0;
  let weight = 0;
  for (const [index, features] of rows.features.entries()) {
    const z = plainOutputs(layers, activation, features);
    const targets = rows.targets[index]!;
    const ofElement = elementLosses[loss];
    const rowLoss =
      ofElement === undefined
        ? classLosses[loss]!(z, targets[0]!, settings)
        : z.reduce((total, output, o) => total + ofElement(output, targets[o]!, settings), 0) / z.length;
    sum += rows.weights[index]! * rowLoss;
    weight += rows.weights[index]!;
  }
  return sum / weight;
}
