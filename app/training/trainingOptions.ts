// What a training in memory is given beside the engine's run and the place where it is kept.
import type { Change, DivergenceCause, EpochRecord } from '../contract/run/training.ts';

export interface TrainingOptions {
  epochs: number;
  /** History of the epochs before the checkpoint that this run continues from. */
  earlier?: EpochRecord[];
  /** Changes that the run applies again, as listed in its config. */
  earlierChanges?: readonly Change[];
  /** Seconds trained before that checkpoint. */
  earlierSeconds?: number;
  /** Epochs per second; null or absent: full speed. */
  pace?: number | null;
  /** What makes this run diverge, if it does: a cell that was found before it began. */
  farCell?: DivergenceCause | null;
  /** Called after every change: new epochs, a new state, a write that failed or succeeded again. */
  onChange: () => void;
}
