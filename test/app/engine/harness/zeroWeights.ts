// Weights of a network that are all 0 but for what normalisation divides and multiplies by, in the type of `like`.
import type { Floats, LayerWeights } from '../../../../app/contract/model.ts';
import type { NetworkConfig } from '../../../../app/engine/runConfig.ts';

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
