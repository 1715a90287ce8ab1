// The value of one parameter of a network.
import type { Floats, LayerWeights } from '../../contract/model.ts';
import type { ParameterIndex } from '../../contract/run/insight.ts';

/** NaN where the network has no such parameter. */
export function parameterValue(
  layers: readonly LayerWeights<Floats>[],
  { layer, tensor, unit, input }: ParameterIndex,
): number {
  const at = layers[layer];
  if (at === undefined) return Number.NaN;
  if (tensor === 'weight') return at.weight[unit * at.inputs + (input ?? 0)] ?? Number.NaN;
  const numbers = tensor === 'bias' ? at.bias : at.normalization?.[tensor];
  return numbers?.[unit] ?? Number.NaN;
}
