// The parameters of a network by index, in the order of its layers.

import type { Floats, LayerWeights } from '../contract/model.ts';
import type { ParameterIndex } from '../contract/run/parameterIndex.ts';
import type { Network } from './network.ts';

export function* parameterIndices(network: Network): Generator<ParameterIndex, void> {
  let inputs = network.inputs;
  for (const [layer, { units, bias, normalization }] of network.layers.entries()) {
    for (let unit = 0; unit < units; unit++)
      for (let input = 0; input < inputs; input++) yield { layer, tensor: 'weight', unit, input };
    const vectors = [
      ...(bias ? ['bias' as const] : []),
      ...(normalization === 'none' ? [] : (['gamma', 'beta'] as const)),
    ];
    for (const tensor of vectors)
      for (let unit = 0; unit < units; unit++) yield { layer, tensor, unit, input: null };
    inputs = units;
  }
}

/** The parameter's value; the index must be one of the network's. */
export function parameterAt(
  layers: readonly LayerWeights<Floats>[],
  { layer: index, tensor, unit, input }: ParameterIndex,
): number {
  const layer = layers[index]!;
  if (tensor === 'weight') return layer.weight[unit * layer.inputs + input!]!;
  return (tensor === 'bias' ? layer.bias : layer.normalization![tensor])[unit]!;
}
