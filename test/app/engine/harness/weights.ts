// Weights of small networks for tests that compare every number of theirs: from noise, all 0, and rounded to float32; and the
// list of a network's tensors, each with its name.
import type { Floats, LayerWeights } from '../../../../app/contract/model.ts';
import type { NetworkConfig } from '../../../../app/engine/runConfig.ts';
import { noise } from './chance.ts';

export type Doubles = LayerWeights<Float64Array>;

const noisy = (length: number, from: number, scale: number, middle = 0) =>
  Float64Array.from({ length }, (_, index) => middle + scale * noise(from + 31 * index));

/** Weights of every layer, none of them 0 or 1, in which no two layers are alike. */
export function noisyWeights(network: NetworkConfig, from = 0): Doubles[] {
  return network.layers.map(({ units, bias, normalization: kind }, index) => {
    const inputs = network.layers[index - 1]?.units ?? network.inputs;
    const offset = from + 100_000 * index;
    const plain = {
      inputs,
      outputs: units,
      weight: noisy(inputs * units, offset, 1.5 / Math.sqrt(inputs)),
      bias: bias ? noisy(units, offset + 7, 0.4) : new Float64Array(units),
    };
    if (kind === 'none') return plain;
    const learned = { kind, gamma: noisy(units, offset + 11, 0.4, 1), beta: noisy(units, offset + 13, 0.4) };
    const running = { mean: noisy(units, offset + 17, 0.3), variance: noisy(units, offset + 19, 0.5, 1) };
    return { ...plain, normalization: kind === 'batch' ? { ...learned, ...running } : learned };
  });
}

/** All 0 but for what normalisation divides and multiplies by, in the type of `like`. */
export function zeroWeights<Numbers extends Floats>(
  network: NetworkConfig,
  like: Numbers,
): LayerWeights<Numbers>[] {
  const zeros = (length: number) =>
    (like instanceof Float64Array ? new Float64Array(length) : new Float32Array(length)) as Numbers;
  const ones = (length: number) => zeros(length).fill(1) as Numbers;
  return network.layers.map(({ units, normalization: kind }, index) => {
    const inputs = network.layers[index - 1]?.units ?? network.inputs;
    const plain = { inputs, outputs: units, weight: zeros(inputs * units), bias: zeros(units) };
    if (kind === 'none') return plain;
    const learned = { kind, gamma: ones(units), beta: zeros(units) };
    const running = kind === 'batch' ? { mean: zeros(units), variance: ones(units) } : {};
    return { ...plain, normalization: { ...learned, ...running } };
  });
}

/** The same weights rounded to float32. */
export function singles(layers: readonly Doubles[]): LayerWeights[] {
  return layers.map(({ normalization, ...plain }) => {
    const rounded = { ...plain, weight: new Float32Array(plain.weight), bias: new Float32Array(plain.bias) };
    if (!normalization) return rounded;
    const { kind, gamma, beta, mean, variance } = normalization;
    const learned = { kind, gamma: new Float32Array(gamma), beta: new Float32Array(beta) };
    const running = mean && { mean: new Float32Array(mean), variance: new Float32Array(variance!) };
    return { ...rounded, normalization: { ...learned, ...running } };
  });
}

/** The learned tensors of layers, in the order of a checkpoint's slots, each with its name. */
export function learnedTensors(layers: readonly LearnedLayer[]): [name: string, tensor: ArrayLike<number>][] {
  return layers.flatMap(({ weight, bias, gamma, beta }, index) =>
    Object.entries({ weight, bias, gamma, beta }).flatMap(([name, tensor]) =>
      tensor === undefined ? [] : [[`layer ${index}'s ${name}`, tensor] as [string, ArrayLike<number>]],
    ),
  );
}
interface LearnedLayer {
  weight: ArrayLike<number>;
  bias: ArrayLike<number>;
  gamma?: ArrayLike<number>;
  beta?: ArrayLike<number>;
}

/** A layer as the engine gives it, with its normalisation's tensors beside the others. */
export const flattened = (layers: readonly LayerWeights<Floats>[]): LearnedLayer[] =>
  layers.map(({ weight, bias, normalization }) => ({
    weight,
    bias,
    ...(normalization && { gamma: normalization.gamma, beta: normalization.beta }),
  }));
