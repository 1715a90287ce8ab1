// What the engine's calls are given: a network without weights, rows, and all settings of a run. Only types; engine.ts says what is
// done with them.
import type { Floats } from '../contract/model.ts';
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
  /** The output layer last; its activation is `linear`, since losses are computed from logits, and it has neither
   *  normalisation nor dropout. */
  layers: LayerSpec[];
}

/** The contract's losses; hinge and focal are two each here, by what the targets are. */
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

/** Row-major matrices, all in the precision of the call; copied once into native memory, so the caller may drop them. */
export interface Rows {
  rows: number;
  /** rows x inputs. */
  features: Floats;
  /** rows x outputs; for a categorical loss rows x 1, the class index. */
  targets: Floats;
  /** How much each row counts, from 0; null: all the same. */
  weights: Floats | null;
}

/** Rows whose features are in the engine's memory already; the run takes them over, alone or with others. */
export type HeldRows = Omit<Rows, 'features'> & { features: FeatureMatrix };

/** Features in the engine's own memory, zeros at first: written piece by piece, so that no second matrix is ever there. */
export interface FeatureMatrix {
  /** `values` are row-major, `width` for each of the rows from `row` on, and go to the columns from `column` on. Throws after the
   *  matrix was taken over. */
  write(row: number, column: number, width: number, values: Floats): void;
}

export interface TrainConfig {
  network: NetworkConfig;
  loss: EngineLoss;
  lossSettings: LossNumbers;
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
  /** null or no rows: the best epoch is the one with the least training loss. */
  validation: Rows | null;
  /** Taken again at their steps, as `change` took them in the run that is replayed; ascending. */
  changes: Change[];
  /** Continue exactly where this was taken. */
  checkpoint?: Checkpoint;
  /** Limits of the checkpoint history: `bytes` of all checkpoints together, at most `most` of them, and none where fewer than
   *  `fewest` fit. Absent: no history. */
  history?: { bytes: number; most: number; fewest: number };
}

export type RunConfig = Omit<TrainConfig, 'train' | 'validation'> & {
  train: Rows | HeldRows;
  validation: Rows | HeldRows | null;
};
