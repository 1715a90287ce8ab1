// Back-propagation through a whole network in float64, in plain loops and in the order in which a book states it: dense ->
// normalisation -> activation -> dropout, forward, then the chain rule backwards. An independent opinion on what the engine
// computes, with no care for speed. Who is dropped, which is chance, is told from outside.

import type { Floats, LayerWeights, NormalizationWeights } from '../../../../app/contract/model.ts';
import type { LossNumbers } from '../../../../app/contract/spec/losses.ts';
import type { EngineLoss, NetworkConfig, Rows } from '../../../../app/engine/runConfig.ts';
import { referenceActivations } from './referenceActivations.ts';
import { referenceLoss } from './referenceLosses.ts';

type Matrix = number[][];
type Layer = LayerWeights<Floats>;

/** What a layer made of a batch, kept for the way back. */
interface LayerTrace {
  input: Matrix;
  /** Before the activation. */
  argument: Matrix;
  normalization: NormalizationTrace | null;
  /** What dropout multiplied each output by. */
  kept: Matrix;
}
/** Whether dropout sets an output to 0 in this step. */
export type Dropped = (layer: number, row: number, unit: number) => boolean;
interface NormalizationTrace {
  /** (x - mean) / deviation. */
  normalized: Matrix;
  /** 1 / deviation: of each row for layer, of each column for batch normalisation. */
  inverse: number[];
  mean: number[];
  variance: number[];
}

const epsilon = 1e-5;
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]) => sum(values) / values.length;
const transpose = (rows: Matrix): Matrix => rows[0]!.map((_, column) => rows.map((row) => row[column]!));

export function matrixOf(values: ArrayLike<number>, rows: number): Matrix {
  const columns = values.length / rows;
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_, column) => values[row * columns + column]!),
  );
}

/** z = W x + b. */
const dense = ({ weight, bias, outputs }: Layer, input: Matrix): Matrix => {
  const weights = matrixOf(weight, outputs);
  return input.map((row) => weights.map((of, output) => bias[output]! + sum(of.map((w, i) => w * row[i]!))));
};

/** Each of the vectors to mean 0 and variance 1 (the population's, as in both papers). */
function standardize(vectors: Matrix): NormalizationTrace {
  const means = vectors.map(mean);
  const variance = vectors.map((vector, i) => mean(vector.map((x) => (x - means[i]!) ** 2)));
  const inverse = variance.map((value) => 1 / Math.sqrt(value + epsilon));
  const normalized = vectors.map((vector, i) => vector.map((x) => (x - means[i]!) * inverse[i]!));
  return { normalized, inverse, mean: means, variance };
}

/** Layer normalisation looks at rows; batch normalisation at columns: over the batch while `training`, else as they run. */
function normalize({ normalization }: Layer, z: Matrix, training: boolean): NormalizationTrace | null {
  if (!normalization) return null;
  if (normalization.kind === 'layer') return standardize(z);
  if (training) {
    const columns = standardize(transpose(z));
    return { ...columns, normalized: transpose(columns.normalized) };
  }
  const [running, variance] = [Array.from(normalization.mean!), Array.from(normalization.variance!)];
  const inverse = variance.map((value) => 1 / Math.sqrt(value + epsilon));
  const normalized = z.map((row) => row.map((x, i) => (x - running[i]!) * inverse[i]!));
  return { normalized, inverse, mean: running, variance };
}

const scaleAndShift = ({ gamma, beta }: NormalizationWeights<Floats>, normalized: Matrix): Matrix =>
  normalized.map((row) => row.map((n, i) => gamma[i]! * n + beta[i]!));

/** Outputs of the network for rows, and what each layer made on the way. `dropped` is null at prediction. */
export function forwardReference(
  network: NetworkConfig,
  layers: Layer[],
  features: Matrix,
  training: boolean,
  dropped: Dropped | null = null,
) {
  const traces: LayerTrace[] = [];
  let input = features;
  for (const [index, layer] of layers.entries()) {
    const { activation, dropout } = network.layers[index]!;
    const z = dense(layer, input);
    const normalization = normalize(layer, z, training);
    const argument = normalization ? scaleAndShift(layer.normalization!, normalization.normalized) : z;
    const kept = z.map((row, r) => row.map((_, unit) => (dropped?.(index, r, unit) ? 0 : 1)));
    const scaled = kept.map((row) => row.map((keep) => (dropped ? keep / (1 - dropout) : 1)));
    traces.push({ input, argument, normalization, kept: scaled });
    const { f } = referenceActivations[activation];
    input = argument.map((row, r) => row.map((x, unit) => f(x) * scaled[r]![unit]!));
  }
  return { outputs: input, traces };
}

/** dx of one vector: (dn - mean(dn) - n mean(dn n)) / deviation, all of it by the chain rule through mean and variance. */
function standardizeBackward(dn: number[], n: number[], inverse: number): number[] {
  const [middle, along] = [mean(dn), mean(dn.map((d, i) => d * n[i]!))];
  return dn.map((d, i) => (d - middle - n[i]! * along) * inverse);
}

export interface GradientsOfLayer {
  weight: number[];
  bias: number[];
  gamma?: number[];
  beta?: number[];
}

/** The slopes in a layer's parameters and in its input, from those in its output. */
function backwardThrough(
  network: NetworkConfig,
  layer: Layer,
  index: number,
  trace: LayerTrace,
  dOutput: Matrix,
) {
  const { activation, bias } = network.layers[index]!;
  const { slope } = referenceActivations[activation];
  let d = dOutput.map((row, r) =>
    row.map((value, i) => value * trace.kept[r]![i]! * slope(trace.argument[r]![i]!)),
  );
  const gradients: Partial<GradientsOfLayer> = {};
  if (trace.normalization) {
    const { normalized, inverse } = trace.normalization;
    const { gamma, kind } = layer.normalization!;
    const products = d.map((row, r) => row.map((value, i) => value * normalized[r]![i]!));
    gradients.gamma = transpose(products).map(sum);
    gradients.beta = transpose(d).map(sum);
    const dn = d.map((row) => row.map((value, i) => value * gamma[i]!));
    const along = (slopes: Matrix, values: Matrix) =>
      slopes.map((vector, i) => standardizeBackward(vector, values[i]!, inverse[i]!));
    d = kind === 'layer' ? along(dn, normalized) : transpose(along(transpose(dn), transpose(normalized)));
  }
  const columns = transpose(d);
  gradients.bias = columns.map((column) => (bias ? sum(column) : 0));
  gradients.weight = columns.flatMap((column) =>
    trace.input[0]!.map((_, i) => sum(column.map((value, r) => value * trace.input[r]![i]!))),
  );
  const weights = matrixOf(layer.weight, layer.outputs);
  const dInput = d.map((row) =>
    trace.input[0]!.map((_, i) => sum(row.map((value, o) => value * weights[o]![i]!))),
  );
  return { gradients: gradients as GradientsOfLayer, dInput };
}

/** The batch's loss, the mean over rows by weight, and its gradients. */
export function gradientsReference(
  network: NetworkConfig,
  loss: EngineLoss,
  settings: LossNumbers,
  layers: Layer[],
  rows: Rows,
  dropped: Dropped | null = null,
) {
  const features = matrixOf(rows.features, rows.rows);
  const { outputs, traces } = forwardReference(network, layers, features, true, dropped);
  const targets = matrixOf(rows.targets, rows.rows);
  const weights = Array.from({ length: rows.rows }, (_, row) => rows.weights?.[row] ?? 1);
  const total = sum(weights);
  const rowLosses = outputs.map((z, row) => referenceLoss(loss, z, targets[row]!, settings));
  let d = rowLosses.map(({ slopes }, row) => slopes.map((slope) => (slope * weights[row]!) / total));
  const found: GradientsOfLayer[] = [];
  for (const [index, layer] of [...layers.entries()].reverse()) {
    const { gradients, dInput } = backwardThrough(network, layer, index, traces[index]!, d);
    found.unshift(gradients);
    d = dInput;
  }
  return {
    loss: sum(rowLosses.map((row, r) => row.loss * weights[r]!)) / total,
    layers: found,
    outputs,
    traces,
  };
}
