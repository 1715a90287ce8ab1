// One network of a candidate on one fold, trained rung by rung: it goes on from its checkpoint where there is one, else from the start.
// The engine trains up to the rung's last epoch without a crossing into JavaScript for each epoch.
import type { Checkpoint } from '../../contract/run/training.ts';
import type { EngineRun, Snapshot } from '../../engine/engine.ts';

/** What a training has come to. */
export interface FoldProgress {
  /** The fold's loss on its own rows, by epoch. */
  readonly losses: number[];
  /** Whether it has ended before its last epoch by itself: by patience, or since it converged. */
  ended: boolean;
  diverged: boolean;
  /** At its last epoch; null where it was given up for memory, or was trained by an earlier process. */
  checkpoint: Checkpoint | null;
  /** Of training, on one thread. */
  seconds: number;
}

export function newFold(): FoldProgress {
  return { losses: [], ended: false, diverged: false, checkpoint: null, seconds: 0 };
}

/** A training in progress. */
export class FoldTraining {
  readonly #run: EngineRun;
  readonly #fold: FoldProgress;
  readonly #until: number;
  readonly #changed: () => void;
  #stopped = false;
  /** Epochs that `fold` had before, if the training begins from the start again. */
  #known: number;

  /** `run` begins at the epoch of `fold`'s checkpoint, or at the start. `changed` is called after new epochs. */
  constructor(run: EngineRun, fold: FoldProgress, until: number, changed: () => void) {
    this.#run = run;
    this.#fold = fold;
    this.#until = until;
    this.#changed = changed;
    this.#known = fold.checkpoint === null ? fold.losses.length : 0;
  }

  stop(): void {
    this.#stopped = true;
    this.#run.stop();
  }

  /** Resolves with whether it has reached its last epoch or has ended by itself; frees the engine's memory. @param keeps whether a
   *  checkpoint is kept. */
  async train(keeps: boolean): Promise<boolean> {
    const before = this.#fold.checkpoint?.epoch ?? 0;
    const last = await this.#trained(this.#until - before);
    const reached = last.reason !== 'stopped' && !this.#stopped;
    this.#fold.seconds += last.seconds;
    this.#fold.diverged = last.state === 'diverged';
    this.#fold.ended = last.state === 'finished' && last.reason !== 'epochs';
    this.#fold.checkpoint = keeps && last.state === 'paused' ? this.#run.checkpoint() : null;
    this.#run.dispose();
    return reached;
  }

  #trained(epochs: number): Promise<Snapshot> {
    return new Promise((resolve) => {
      this.#run.onSnapshot((snapshot) => {
        this.#take(snapshot);
        const rests = snapshot.state === 'paused' && snapshot.epoch >= this.#until;
        if (snapshot.reason !== null || rests || snapshot.state === 'stopped') resolve(snapshot);
      });
      this.#run.step('epoch', epochs);
    });
  }

  #take({ records }: Snapshot): void {
    for (const { validationLoss, trainLoss } of records) {
      // The same bits as before.
      if (this.#known > 0) this.#known--;
      else this.#fold.losses.push(validationLoss ?? trainLoss);
    }
    if (records.length > 0) this.#changed();
  }
}
