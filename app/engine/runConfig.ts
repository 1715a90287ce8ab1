// The input of the engine's calls: a network without weights, rows, and all settings of a run. Only types; engine.ts documents
// the calls.
import type { Floats, LayerWeights } from '../contract/model.ts';
import type { Change, Checkpoint } from '../contract/run/training.ts';
import type { LayerSpec } from '../contract/spec/layers.ts';
import type { LossNumbers } from '../contract/spec/losses.ts';
import type { OptimizerSpec } from '../contract/spec/optimizers.ts';
import type { Regularization } from '../contract/spec/regularization.ts';
import type { ScheduleSpec } from '../contract/spec/schedules.ts';
import type { BatchSize, Precision } from '../contract/spec/spec.ts';
import type { Stopping } from '../contract/spec/stopping.ts';

export interface NetworkConfig {
  inputs: number;
  /** The output layer is the last one; its activation is `linear`, since losses are computed from logits, and it has neither
   *  normalisation nor dropout. */
  layers: LayerSpec[];
}

/** The contract's losses; hinge and focal are two each here, one for each form of the targets. */
export type EngineLoss =
  | 'meanSquaredError'
  | 'meanAbsoluteError'
  | 'huber'
  | 'logCosh'
  | 'quantile'
  | 'poisson'
  | 'binaryCrossEntropy'
  | 'categoricalCrossEntropy'
  | 'binaryHinge'
  | 'categoricalHinge'
  | 'binaryFocal'
  | 'categoricalFocal';

/** Row-major matrices, all in the precision of the call; copied once into native memory, so the caller may free them. */
export interface Rows {
  rows: number;
  /** rows x inputs. */
  features: Floats;
  /** rows x outputs; for a categorical loss rows x 1, the class index. */
  targets: Floats;
  /** Weight of each row, not negative; null: all rows count the same. */
  weights: Floats | null;
}

/** Rows whose features are already in the engine's memory; the run takes ownership, alone or shared with others. */
export type HeldRows = Omit<Rows, 'features'> & { features: FeatureMatrix };

/** Features in the engine's own memory, initially zeros; written piece by piece, so that there is never a second matrix. */
export interface FeatureMatrix {
  /** `values` are row-major, `width` per row from row `row` on, and go to the columns from `column` on. Throws after a run took
   *  ownership of the matrix. */
  write(row: number, column: number, width: number, values: Floats): void;
}

export interface TrainConfig {
  network: NetworkConfig;
  loss: EngineLoss;
  lossSettings: LossNumbers;
  /** The loss of the validation rows where it is another one, for the same targets, so that runs with different losses can be compared.
   *  Changes no weight, but which epoch is the best and when patience ends. */
  validationLoss?: EngineLoss;
  optimizer: OptimizerSpec;
  schedule: ScheduleSpec;
  regularization: Regularization;
  batchSize: BatchSize;
  epochs: number;
  patience: number;
  stopping: Stopping;
  precision: Precision;
  seed: number;
  threads: number;
  train: Rows;
  /** null or no rows: the best epoch is the one with the lowest training loss. */
  validation: Rows | null;
  /** Changes to apply again at their steps, as in the run that is repeated; ascending. */
  changes: Change[];
  /** Weights before the first step, in the run's precision; absent: random ones, by the seed. */
  initialLayers?: LayerWeights<Floats>[];
  /** Continue exactly from this checkpoint. */
  checkpoint?: Checkpoint;
  /** Limits of the checkpoint history: `bytes` for all checkpoints together, at most `most` of them, and none if fewer than
   *  `fewest` fit. Absent: no history. */
  history?: { bytes: number; most: number; fewest: number };
}

export type RunConfig = Omit<TrainConfig, 'train' | 'validation'> & {
  train: Rows | HeldRows;
  validation: Rows | HeldRows | null;
};
