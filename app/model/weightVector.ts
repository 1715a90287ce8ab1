// All numbers of a network as one vector, to compute with weights as points of a space: for each layer its weights, biases and
// normalisation (including running statistics, so that a point is a whole network). And back to layers.
import type { Floats, LayerWeights } from '../contract/model.ts';

function tensorsOf({ weight, bias, normalization: n }: LayerWeights<Floats>): Floats[] {
  const tensors = [weight, bias, n?.gamma, n?.beta, n?.mean, n?.variance];
  return tensors.filter((tensor) => tensor !== undefined);
}

export function vectorOf(layers: readonly LayerWeights<Floats>[]): Float64Array {
  const tensors = layers.flatMap(tensorsOf);
  const vector = new Float64Array(tensors.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const tensor of tensors) {
    vector.set(tensor, at);
    at += tensor.length;
  }
  return vector;
}

/** @param like layers of the same shapes. */
export function layersOf(
  vector: Float64Array,
  like: readonly LayerWeights<Floats>[],
): LayerWeights<Float64Array>[] {
  let at = 0;
  const next = ({ length }: Floats) => {
    at += length;
    return vector.slice(at - length, at);
  };
  return like.map(({ inputs, outputs, weight, bias, normalization: n }) => ({
    inputs,
    outputs,
    weight: next(weight),
    bias: next(bias),
    ...(n && {
      normalization: {
        kind: n.kind,
        gamma: next(n.gamma),
        beta: next(n.beta),
        ...(n.mean && { mean: next(n.mean) }),
        ...(n.variance && { variance: next(n.variance) }),
      },
    }),
  }));
}
