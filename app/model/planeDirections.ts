// Directions through the weights of a network, along which its loss is computed. Random ones are normalised unit by unit
// ("filter by filter": Li, Xu, Taylor, Studer, Goldstein 2018), so that a step means the same in every layer; biases and
// normalisation stay where they are.

import type { Floats, LayerWeights } from '../contract/model.ts';
import type { ParameterIndex } from '../contract/run/parameterIndex.ts';

type Layers = readonly LayerWeights<Floats>[];

/** `normal` draws numbers from a normal distribution around 0, so that no direction is preferred. */
export function randomDirection(layers: Layers, normal: () => number): LayerWeights<Float64Array>[] {
  return layers.map((layer) => {
    const direction = still(layer);
    const { inputs, outputs, weight } = layer;
    for (let unit = 0; unit < outputs; unit++) {
      const own = weight.subarray(unit * inputs, (unit + 1) * inputs);
      const drawn = direction.weight.subarray(unit * inputs, (unit + 1) * inputs);
      for (let i = 0; i < inputs; i++) drawn[i] = normal();
      const length = norm(drawn);
      const scale = length > 0 ? norm(own) / length : 0;
      for (let i = 0; i < inputs; i++) drawn[i]! *= scale;
    }
    return direction;
  });
}

/** The direction of one parameter; null where the network has no such parameter. */
export function parameterDirection(
  layers: Layers,
  { layer, tensor, unit, input }: ParameterIndex,
): LayerWeights<Float64Array>[] | null {
  const directions = layers.map(still);
  const at = directions[layer];
  if (at === undefined || unit >= at.outputs) return null;
  if (tensor === 'weight') {
    if (input === null || input >= at.inputs) return null;
    at.weight[unit * at.inputs + input] = 1;
    return directions;
  }
  const numbers = tensor === 'bias' ? at.bias : at.normalization?.[tensor];
  if (numbers === undefined || input !== null) return null;
  numbers[unit] = 1;
  return directions;
}

function norm(values: Floats): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return Math.sqrt(sum);
}

/** Layers of the same shapes, all zeros. */
function still({
  inputs,
  outputs,
  weight,
  bias,
  normalization,
}: LayerWeights<Floats>): LayerWeights<Float64Array> {
  const zeros = (like: Floats) => new Float64Array(like.length);
  return {
    inputs,
    outputs,
    weight: zeros(weight),
    bias: zeros(bias),
    ...(normalization && {
      normalization: {
        kind: normalization.kind,
        gamma: zeros(normalization.gamma),
        beta: zeros(normalization.beta),
        ...(normalization.mean && { mean: zeros(normalization.mean) }),
        ...(normalization.variance && { variance: zeros(normalization.variance) }),
      },
    }),
  };
}
