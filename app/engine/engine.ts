// The engine's typed face: what the native addon offers, with nothing of Node or of files in it. Tests put a
// double here; everybody else gets the addon through load.ts.

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
  /** Of the last step. */
  learningRate: number;
  reason: Exclude<EndReason, 'failed'> | null;
  divergedAt: number | null;
  /** Of a run that diverged. */
  cause: DivergenceCause | null;
  /** See Progress.updateRatios. */
  updateRatios: (number | null)[] | null;
  /** Grows whenever `EngineRun.checkpoints` has changed. */
  historyVersion: number;
  /** Epochs finished since the last snapshot, in order, none left out. */
  records: EpochRecord[];
  /** Changes taken since the last snapshot, in order, with the step after which each was taken. */
  changes: Change[];
}

/**
 * One training on a thread of its own. Commands return at once and take effect within one mini-batch; each that makes no
 * sense in the present state does nothing. After `dispose` every call throws but those that ask for the checkpoint history.
 */
export interface EngineRun {
  /** Called on the main thread at most ten times a second, and once for each change of state. */
  onSnapshot(listener: (snapshot: Snapshot) => void): void;
  /** Also goes on after a pause. */
  start(): void;
  pause(): void;
  step(unit: 'batch' | 'epoch'): void;
  stop(): void;
  /** Other settings from the next step on (a batch size: from the next epoch on). Throws what a config with them would. */
  change(change: Omit<Change, 'step'>): void;
  /** Back to `ready` with the same initial weights; history and changes are forgotten. */
  rewind(): void;
  /** A copy in the run's precision; safe while training runs (taken between two steps). */
  weights(which: 'best' | 'last'): LayerWeights<Floats>[];
  /** The checkpoint after the last finished epoch; null before the first. */
  checkpoint(): Checkpoint | null;
  /** Positions of the checkpoint history, ascending: every epoch at first, later every second, fourth, ... Also after `dispose`. */
  checkpoints(): CheckpointPosition[];
  /** The newest of them that is not after this step; null where there is none. Also after `dispose`. */
  checkpointAt(step: number): Checkpoint | null;
  /** Frees their memory, if the run was disposed of. */
  forgetHistory(): void;
  /** Stops, waits for the thread and frees all memory but that of the checkpoint history. */
  dispose(): void;
}

export interface Engine extends InsightEngine, TableEngine {
  info(): { isa: Isa; threads: number };
  /** Throws AppError out_of_memory before allocating what cannot be had. */
  createRun(config: RunConfig): EngineRun;
  /** rows x columns, shared by `runs` runs or `forward` calls of this precision (one unless given); it is freed with the last of them, once it
   *  was given to all. Throws AppError out_of_memory before allocating what cannot be had. */
  createMatrix(rows: number, columns: number, precision: Precision, runs?: number): FeatureMatrix;
  /** Network outputs (logits), rows x outputs, row-major; on a thread of its own, which a
   *  signal ends early. In the precision of layers and features; takes a matrix over. */
  forward<Numbers extends Floats>(
    network: NetworkConfig,
    layers: LayerWeights<Numbers>[],
    features: Numbers | FeatureMatrix,
    rows: number,
    threads: number,
    signal?: AbortSignal,
  ): Promise<Numbers>;
}
