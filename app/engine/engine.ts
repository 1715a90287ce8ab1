// The engine's typed interface: what the native addon offers, without anything of Node or of files. Tests replace it by a
// double; all other code gets the addon through load.ts.

import type { Floats, LayerWeights } from '../contract/model.ts';
import type {
  Change,
  Checkpoint,
  CheckpointPosition,
  DivergenceCause,
  EndReason,
  EpochRecord,
  RunState,
} from '../contract/run/training.ts';
import type { Precision } from '../contract/spec/spec.ts';
import type { TableEngine } from '../contract/table/tableEngine.ts';
import type { InsightEngine } from './insight.ts';
import type { FeatureMatrix, NetworkConfig, RunConfig } from './runConfig.ts';

export type Isa = 'scalar' | 'avx2' | 'avx512' | 'neon';

export interface Snapshot {
  state: Extract<RunState, 'ready' | 'running' | 'paused' | 'finished' | 'stopped' | 'diverged'>;
  epoch: number;
  step: number;
  stepsPerEpoch: number;
  seconds: number;
  rowsPerSecond: number;
  best: { epoch: number; loss: number } | null;
  /** Learning rate of the last step. */
  learningRate: number;
  reason: Exclude<EndReason, 'failed'> | null;
  divergedAt: number | null;
  /** Why the run diverged; null otherwise. */
  cause: DivergenceCause | null;
  /** See Progress.updateRatios. */
  updateRatios: (number | null)[] | null;
  /** Grows whenever `EngineRun.checkpoints` has changed. */
  historyVersion: number;
  /** Epochs finished since the last snapshot, in order, none left out. */
  records: EpochRecord[];
  /** Changes applied since the last snapshot, in order, each with the step after which it was applied. */
  changes: Change[];
}

/** One training on its own thread. Commands return at once and take effect within one mini-batch; a command that is invalid in
 *  the present state does nothing. After `dispose` every call throws except those about the checkpoint history. */
export interface EngineRun {
  /** Called on the main thread at most ten times a second, and once for each change of state. */
  onSnapshot(listener: (snapshot: Snapshot) => void): void;
  /** Starts, or continues after a pause. */
  start(): void;
  pause(): void;
  /** `times` (default 1): so many of them, without a pause in between. */
  step(unit: 'batch' | 'epoch', times?: number): void;
  stop(): void;
  /** Changes settings from the next step on (a batch size: from the next epoch on). Throws what a config with these settings
   *  would throw. */
  change(change: Omit<Change, 'step'>): void;
  /** Back to `ready` with the same initial weights; discards history and changes. */
  rewind(): void;
  /** A copy in the run's precision; safe while training runs (taken between two steps). */
  weights(which: 'best' | 'last'): LayerWeights<Floats>[];
  /** Rows of the newest step as indices of the training rows, in the order in which the step takes them; where none was `taken` since the
   *  run was created or rewound, those of the next step. Safe while training runs. */
  newestRows(): { rows: Uint32Array; taken: boolean };
  /** The checkpoint after the last finished epoch; null before the first. */
  checkpoint(): Checkpoint | null;
  /** Positions of the checkpoint history, ascending: at first every epoch, later every second, fourth, ... Also works after
   *  `dispose`. */
  checkpoints(): CheckpointPosition[];
  /** The newest checkpoint at or before this step; null where there is none. Also works after `dispose`. */
  checkpointAt(step: number): Checkpoint | null;
  /** Frees the memory of the checkpoint history, if the run was disposed of. */
  forgetHistory(): void;
  /** Stops, waits for the thread and frees all memory except the checkpoint history. */
  dispose(): void;
}

export interface Engine extends InsightEngine, TableEngine {
  info(): { isa: Isa; threads: number };
  /** Throws AppError out_of_memory before it allocates more than is available. */
  createRun(config: RunConfig): EngineRun;
  /** rows x columns, shared by `runs` runs or `forward` calls of this precision (default one); freed with the last of them,
   *  once all have received it. Throws AppError out_of_memory before it allocates more than is available. */
  createMatrix(rows: number, columns: number, precision: Precision, runs?: number): FeatureMatrix;
  /** Outputs (logits) of one or several networks with the same layers, in one pass over the rows: members x rows x outputs,
   *  row-major, in the precision of weights and features. A member's outputs have the same bits as when it is alone. Runs on
   *  another thread, which a signal can stop. Takes ownership of a matrix. */
  forward<Numbers extends Floats>(
    network: NetworkConfig,
    members: LayerWeights<Numbers>[][],
    features: Numbers | FeatureMatrix,
    rows: number,
    threads: number,
    signal?: AbortSignal,
  ): Promise<Numbers>;
}
