// Layers of either precision -> the float32 ones that a model keeps. A float64 training's weights are rounded once, when they
// are kept, so that every file and every prediction has the same numbers.
import type { Floats, LayerWeights, NormalizationWeights } from '../contract/model.ts';

/** Layers that are float32 already stay as they are. */
export function rounded(layers: readonly LayerWeights<Floats>[]): LayerWeights[] {
  return layers.map(({ inputs, outputs, weight, bias, normalization }) => ({
    inputs,
    outputs,
    weight: float32(weight),
    bias: float32(bias),
    ...(normalization === undefined ? {} : { normalization: roundedNormalization(normalization) }),
  }));
}

function roundedNormalization(from: NormalizationWeights<Floats>): NormalizationWeights {
  const { kind, gamma, beta, mean, variance } = from;
  return {
    kind,
    gamma: float32(gamma),
    beta: float32(beta),
    ...(mean === undefined ? {} : { mean: float32(mean) }),
    ...(variance === undefined ? {} : { variance: float32(variance) }),
  };
}

function float32(numbers: Floats): Float32Array {
  return numbers instanceof Float32Array ? numbers : Float32Array.from(numbers);
}
