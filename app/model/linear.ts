// Networks that are linear whatever their depth: a product of matrices, which the exact solution can be compared with.

import type { Floats, LayerWeights } from '../contract/model.ts';
import type { ModelSpec } from '../contract/spec/layers.ts';

export function isLinear({ layers }: ModelSpec): boolean {
  return layers.every(({ activation, normalization }) => activation === 'linear' && normalization === 'none');
}

/** The one linear layer that computes the same as `layers` one after the other, in float64. */
export function collapsed(layers: readonly LayerWeights<Floats>[]): {
  weight: Float64Array;
  bias: Float64Array;
} {
  const [first, ...rest] = layers;
  if (first === undefined) throw new RangeError('A network has at least one layer.');
  let weight = Float64Array.from(first.weight);
  let bias = Float64Array.from(first.bias);
  const { inputs } = first;
  for (const layer of rest) {
    const product = new Float64Array(layer.outputs * inputs);
    const shifted = Float64Array.from(layer.bias);
    for (let o = 0; o < layer.outputs; o++) {
      for (let k = 0; k < layer.inputs; k++) {
        const factor = layer.weight[o * layer.inputs + k]!;
        shifted[o]! += factor * bias[k]!;
        for (let i = 0; i < inputs; i++) product[o * inputs + i]! += factor * weight[k * inputs + i]!;
      }
    }
    weight = product;
    bias = shifted;
  }
  return { weight, bias };
}
