// How a configuration is written: a test says what it is about, the rest is the usual and nothing in it is left to chance.
import { type LayerSpec, newLayer } from '../../../../app/contract/spec/layers.ts';
import { newOptimizer } from '../../../../app/contract/spec/optimizers.ts';
import { trainingDefaults } from '../../../../app/contract/spec/spec.ts';
import type { EngineLoss, NetworkConfig, TrainConfig } from '../../../../app/engine/runConfig.ts';
import { binaryLosses, classLosses, classRows } from './rows.ts';

type Needed = 'network' | 'loss' | 'optimizer' | 'batchSize' | 'epochs' | 'train';

/** One thread, no patience, no validation rows, no changes; the rest are the product's defaults. */
export function configOf(said: Pick<TrainConfig, Needed> & Partial<TrainConfig>): TrainConfig {
  return {
    ...trainingDefaults,
    patience: 0,
    seed: 7,
    threads: 1,
    validation: null,
    changes: [],
    ...said,
  };
}

/** A classifier 5 -> 20 (tanh) -> 3 on 103 rows in batches of 16, with Adam: 7 steps an epoch. */
export function classifier(change: Partial<TrainConfig> = {}): TrainConfig {
  return configOf({
    network: { inputs: 5, layers: [newLayer(20, 'tanh'), newLayer(3, 'linear')] },
    loss: 'categoricalCrossEntropy',
    optimizer: newOptimizer('adam', { learningRate: 0.01 }),
    batchSize: 16,
    epochs: 6,
    train: classRows(103, 5, 3),
    validation: classRows(40, 5, 3, 10_000),
    ...change,
  });
}

/** inputs 3 -> `hidden` -> outputs that fit the loss. */
export function networkFor(
  loss: EngineLoss,
  hidden: LayerSpec[],
  output: Partial<LayerSpec> = {},
): NetworkConfig {
  const outputs = classLosses.includes(loss) ? 4 : binaryLosses.includes(loss) ? 1 : 2;
  return { inputs: 3, layers: [...hidden, newLayer(outputs, 'linear', output)] };
}
