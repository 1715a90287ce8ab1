// The engine's typed face: what the native addon offers, with nothing of Node or of files in it. Tests put a
// double here; everybody else gets the addon through load.ts.
import type { LayerWeights } from '../contract/model.ts';
import type { Activation, Initializer, Loss, OptimizerSpec } from '../contract/spec.ts';
import type { Checkpoint, EndReason, EpochRecord, RunState } from '../contract/training.ts';

export type Isa = 'scalar' | 'avx2' | 'avx512' | 'neon';

export interface NetworkConfig {
  inputs: number;
  /** The output layer last; its activation is `linear`, since losses are computed from logits. */
  layers: { units: number; activation: Activation; initializer: Initializer }[];
}

/** Row-major matrices; both copied once into native memory, so the caller may drop them. */
export interface Rows {
  rows: number;
  /** rows x inputs. */
  features: Float32Array;
  /** rows x outputs; for categoricalCrossEntropy rows x 1, the class index. */
  targets: Float32Array;
}

export interface TrainConfig {
  network: NetworkConfig;
  loss: Loss;
  optimizer: OptimizerSpec;
  batchSize: number | 'full';
  epochs: number;
  patience: number;
  seed: number;
  threads: number;
  train: Rows;
  /** null or no rows: the best epoch is the one with the least training loss. */
  validation: Rows | null;
  /** Continue exactly where this was taken. */
  checkpoint?: Checkpoint;
}

export interface Snapshot {
  state: Extract<RunState, 'ready' | 'running' | 'paused' | 'finished' | 'stopped' | 'diverged'>;
  epoch: number;
  step: number;
  stepsPerEpoch: number;
  seconds: number;
  rowsPerSecond: number;
  best: { epoch: number; loss: number } | null;
  reason: Exclude<EndReason, 'failed'> | null;
  divergedAt: number | null;
  /** Epochs finished since the last snapshot, in order, none left out. */
  records: EpochRecord[];
}

/**
 * One training on a thread of its own. Commands return at once and take effect within one mini-batch; each that makes no
 * sense in the present state does nothing. After `dispose` every call throws.
 */
export interface EngineRun {
  /** Called on the main thread at most ten times a second, and once for each change of state. */
  onSnapshot(listener: (snapshot: Snapshot) => void): void;
  /** Also goes on after a pause. */
  start(): void;
  pause(): void;
  step(unit: 'batch' | 'epoch'): void;
  stop(): void;
  /** A copy; safe while training runs (taken between two steps). */
  weights(which: 'best' | 'last'): LayerWeights[];
  /** State at the end of the last finished epoch; null before the first. */
  checkpoint(): Checkpoint | null;
  /** Stops, waits for the thread and frees all memory. */
  dispose(): void;
}

export interface Engine {
  info(): { isa: Isa; threads: number };
  /** Throws AppError out_of_memory before allocating what cannot be had. */
  createRun(config: TrainConfig): EngineRun;
  /** Network outputs (logits), rows x outputs, row-major; on a worker thread. */
  forward(
    network: NetworkConfig,
    layers: LayerWeights[],
    features: Float32Array,
    rows: number,
    threads: number,
  ): Promise<Float32Array>;
}
