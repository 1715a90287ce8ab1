// A whole training by gradient descent in float64 from given weights: epochs in the engine's order of rows, ragged last batch,
// dropout, running statistics of batch normalisation. Independent but for chance, which referenceChance.ts works out again.
import type { Rows, TrainConfig } from '../../../../app/engine/runConfig.ts';
import type { Doubles } from '../harness/weights.ts';
import { isDropped, orderOfEpoch } from './referenceChance.ts';
import { gradientsReference } from './referenceNetwork.ts';

/** Rows `chosen` of `all`, in this order. */
function rowsAt(all: Rows, chosen: number[]): Rows {
  const pick = (values: ArrayLike<number>) => {
    const columns = values.length / all.rows;
    return Float64Array.from({ length: chosen.length * columns }, (_, i) => {
      return values[chosen[Math.floor(i / columns)]! * columns + (i % columns)]!;
    });
  };
  const weights = all.weights && pick(all.weights);
  return { rows: chosen.length, features: pick(all.features), targets: pick(all.targets), weights };
}

/** Trains `layers` in place, with config's learning rate alone. */
export function trainReference(config: TrainConfig, layers: Doubles[]): void {
  const { train, epochs, seed } = config;
  const size = config.batchSize === 'full' ? train.rows : Math.min(config.batchSize, train.rows);
  let step = 0;
  for (let epoch = 0; epoch < epochs; ++epoch) {
    const order = size < train.rows ? orderOfEpoch(seed, epoch, train.rows) : [...Array(train.rows).keys()];
    for (let first = 0; first < train.rows; first += size) {
      takeStep(config, layers, rowsAt(train, order.slice(first, first + size)), ++step);
    }
  }
}

function takeStep(config: TrainConfig, layers: Doubles[], rows: Rows, step: number): void {
  const { network, loss, lossSettings, optimizer, seed } = config;
  const dropped = (layer: number, row: number, unit: number) => {
    const { dropout, units } = network.layers[layer]!;
    return dropout > 0 && isDropped(dropout, { seed, step, layer, row, unit, units });
  };
  const found = gradientsReference(network, loss, lossSettings, layers, rows, dropped);
  for (const [index, layer] of layers.entries()) {
    const gradients = found.layers[index]!;
    const move = (values: Float64Array, slopes: number[]) => {
      for (const [i, slope] of slopes.entries()) values[i]! -= optimizer.learningRate * slope;
    };
    move(layer.weight, gradients.weight);
    move(layer.bias, gradients.bias);
    if (!layer.normalization) continue;
    move(layer.normalization.gamma, gradients.gamma!);
    move(layer.normalization.beta, gradients.beta!);
    const { mean, variance } = layer.normalization;
    const batch = found.traces[index]!.normalization!;
    if (!mean || !variance) continue;
    // PyTorch: a tenth of the batch's statistics, of the variance the unbiased one.
    const unbiased = rows.rows > 1 ? rows.rows / (rows.rows - 1) : 1;
    for (let i = 0; i < mean.length; ++i) {
      mean[i]! += 0.1 * (batch.mean[i]! - mean[i]!);
      variance[i]! += 0.1 * (batch.variance[i]! * unbiased - variance[i]!);
    }
  }
}
