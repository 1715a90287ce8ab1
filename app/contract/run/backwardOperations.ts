// How many multiplications the backward pass of one row takes, beside those that the same derivatives take where nothing is used twice:
// what dynamic programming saves. Pure counting, for page and backend.

/** `kept`: each layer uses the derivatives that the layer after it has left. `anew`: each derivative by itself, as the sum over all paths
 *  from its unit to the outputs. Infinity where that is beyond the largest double. */
export interface BackwardOperations {
  kept: number;
  anew: number;
}

/**
 * Widths n_0 (inputs), n_1, ..., n_L (outputs). Known in both counts are the values of the forward pass, each f'(z), and dL/dz of the
 * outputs; a factor counts even where it is 1, as f' of a linear unit.
 *
 * Kept: dW_l = dz_l a_(l-1) takes n_l n_(l-1) multiplications, da_l = W_(l+1)^T dz_(l+1) takes n_(l+1) n_l, dz_l = da_l f'(z_l) takes n_l, and
 * db_l = dz_l none. So n_L n_(L-1) for the output layer, and n_l n_(l-1) + n_l n_(l+1) + n_l for each hidden layer l.
 *
 * Anew: from a unit of layer l, n_(l+1) n_(l+2) ... n_L paths lead to the outputs. The product along one has as factors f' and a weight
 * for each of the L - l layers that it leaves, dL/dz at its end and, for a weight, the input a_(l-1): 2 (L - l) + 1 multiplications
 * for a weight, 2 (L - l) for a bias.
 *
 * @param biases whether each layer, from the first hidden one to the output, has biases; all have if left out
 */
export function backwardOperations(
  widths: readonly number[],
  biases: readonly boolean[] = [],
): BackwardOperations {
  const last = widths.length - 1;
  let [kept, anew, paths] = [0, 0, 1];
  for (let layer = last; layer > 0; layer--) {
    const [inputs, units, after] = [widths[layer - 1]!, widths[layer]!, widths[layer + 1] ?? 0];
    const steps = 2 * (last - layer);
    kept += units * inputs + (layer === last ? 0 : units * after + units);
    anew += units * inputs * paths * (steps + 1);
    if (biases[layer - 1] ?? true) anew += units * paths * steps;
    paths *= units;
  }
  return { kept, anew };
}
