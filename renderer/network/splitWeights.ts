// The numbers of a network, which come in one piece, as the layers' matrices.

/** @param numbers of each layer the weights, row-major [units, inputs], then the biases. Returns views, no copies. */
export function splitWeights(
  layers: readonly { inputs: number; units: number }[],
  numbers: Float32Array,
): Float32Array[] {
  let at = 0;
  return layers.map(({ inputs, units }) => {
    const weights = numbers.subarray(at, at + inputs * units);
    at += inputs * units + units;
    return weights;
  });
}
