// Where a run in memory writes its history, its progress and its checkpoints: a port, which the workspace fills in with a run's folder.
import type { Change, Checkpoint, EpochRecord, Progress } from '../contract/run/training.ts';

/** Stores a run. A failed write does not stop training: it is reported and tried again with the next one. */
export interface RunStore {
  appendHistory(records: EpochRecord[]): Promise<void>;
  /** Called when the state changed and with every checkpoint. */
  saveProgress(progress: Progress, changes: readonly Change[]): Promise<void>;
  saveCheckpoint(checkpoint: Checkpoint): Promise<void>;
  /** The run begins again: deletes its history and its checkpoints. */
  forget(): Promise<void>;
}
