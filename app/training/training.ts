// One run while it lives: turns the engine's snapshots into progress and an unbroken history, keeps both on disk
// through a port, and says when it has ended. What the weights are worth is the evaluation stage's business.
import type { Change, Checkpoint, EpochRecord, Progress } from '../contract/training.ts';
import type { EngineRun, Snapshot } from '../engine/engine.ts';

/** Where a run is kept. A failed write does not stop training: it is reported and tried again with the next one. */
export interface RunStore {
  appendHistory(records: EpochRecord[]): Promise<void>;
  /** Called when the state changed and with every checkpoint. */
  saveProgress(progress: Progress, changes: readonly Change[]): Promise<void>;
  saveCheckpoint(checkpoint: Checkpoint): Promise<void>;
  /** The run begins anew: its history and its checkpoints are forgotten. */
  forget(): Promise<void>;
}

export interface TrainingOptions {
  epochs: number;
  /** History of the epochs before the checkpoint that this run goes on from. */
  earlier?: EpochRecord[];
  /** Changes that the run takes again, as its config says them. */
  earlierChanges?: readonly Change[];
  /** Seconds trained before that checkpoint. */
  earlierSeconds?: number;
  /** Called after every change: new epochs, new state, a write that failed or works again. */
  onChange: (training: Training) => void;
}

/** A crash loses at most this much training. Writing a checkpoint of 10 MB takes some 20 ms, so 5 s keep it under 1 %. */
const checkpointEveryMs = 5_000;

export class Training {
  readonly records: EpochRecord[];
  /** Made while it ran, in the order of their steps. */
  readonly changes: Change[];
  progress: Progress;
  /** Grows when what was told before counts no more: after a rewind. */
  beginnings = 0;
  /** The sentence of the last failed write, null while everything is kept. */
  notSaved: string | null = null;
  /** Resolves with the last progress when the run has ended by itself or was stopped. */
  readonly ended: Promise<Progress>;

  #run: EngineRun;
  #store: RunStore;
  #options: TrainingOptions;
  #resolveEnded!: (progress: Progress) => void;
  #writes: Promise<void> = Promise.resolve();
  #unwritten: EpochRecord[] = [];
  #writing = false;
  #rewinding = false;
  /** Changes that are not on disk yet. */
  #unsavedChanges = false;
  #lastCheckpoint = Date.now();
  #savedState: Progress['state'] = 'ready';
  #notRunning: () => void = () => {};
  /** Taken, and not yet on disk. */
  #checkpoint: Checkpoint | null = null;
  /** Records on disk, which is also the last epoch there. */
  #written = 0;
  #earlierSeconds: number;

  constructor(run: EngineRun, store: RunStore, options: TrainingOptions) {
    this.#run = run;
    this.#store = store;
    this.#options = options;
    this.records = [...(options.earlier ?? [])];
    this.changes = [...(options.earlierChanges ?? [])];
    this.#written = this.records.length;
    this.#earlierSeconds = options.earlierSeconds ?? 0;
    this.progress = {
      state: 'ready',
      epoch: this.records.length,
      step: 0,
      epochs: options.epochs,
      stepsPerEpoch: 0,
      seconds: options.earlierSeconds ?? 0,
      rowsPerSecond: 0,
      secondsLeft: null,
      best: null,
      learningRate: null,
      reason: null,
      divergedAt: null,
      cause: null,
    };
    this.ended = new Promise((resolve) => {
      this.#resolveEnded = resolve;
    });
    run.onSnapshot((snapshot) => this.#take(snapshot));
  }

  start() {
    this.#run.start();
  }
  pause() {
    this.#run.pause();
  }
  step(unit: 'batch' | 'epoch') {
    this.#run.step(unit);
  }
  stop() {
    this.#run.stop();
  }
  /** Throws what the engine throws for settings that it does not take. */
  change(change: Omit<Change, 'step'>) {
    this.#run.change(change);
  }
  /** Takes effect with the next snapshot that says ready. */
  rewind() {
    this.#rewinding = true;
    this.#run.rewind();
  }

  /** Present ones or those of the best epoch so far: a copy, taken between two steps; the run goes on undisturbed. */
  weights(which: 'best' | 'last') {
    return this.#run.weights(which);
  }

  /** Everything handed to the store so far has been written, or its failure noted. */
  flushed(): Promise<void> {
    return this.#writes;
  }

  /** Ends a run in progress with a checkpoint of its last moment, so that going on later costs nothing. */
  async dispose() {
    if (this.progress.state === 'running') {
      const paused = new Promise<void>((resolve) => {
        this.#notRunning = resolve;
      });
      this.#run.pause();
      await paused;
    }
    await this.#writes;
    this.#run.dispose();
  }

  #take(snapshot: Snapshot) {
    if (this.#rewinding && snapshot.state === 'ready') this.#beginAnew();
    const seconds = snapshot.seconds + this.#earlierSeconds;
    const { epochs } = this.#options;
    this.#takeChanges(snapshot.changes);
    this.records.push(...snapshot.records);
    this.#unwritten.push(...snapshot.records);
    this.progress = {
      state: snapshot.state,
      epoch: snapshot.epoch,
      step: snapshot.step,
      epochs,
      stepsPerEpoch: snapshot.stepsPerEpoch,
      seconds,
      rowsPerSecond: snapshot.rowsPerSecond,
      secondsLeft: snapshot.epoch > 0 ? (seconds / snapshot.epoch) * (epochs - snapshot.epoch) : null,
      best: snapshot.best,
      learningRate: snapshot.learningRate,
      reason: snapshot.reason,
      divergedAt: snapshot.divergedAt,
      cause: snapshot.cause,
    };
    this.#keep();
    if (snapshot.state !== 'running') this.#notRunning();
    this.#options.onChange(this);
    if (snapshot.reason !== null) this.#writes.then(() => this.#resolveEnded(this.progress));
  }

  #beginAnew() {
    this.#rewinding = false;
    this.beginnings++;
    this.#earlierSeconds = 0;
    this.records.length = 0;
    this.changes.length = 0;
    this.#unwritten.length = 0;
    this.#written = 0;
    this.#checkpoint = null;
    this.#writes = this.#writes
      .then(() => this.#store.forget())
      .catch((error: unknown) => {
        this.notSaved = sentenceOf(error);
      });
  }

  /** A run that goes on from a checkpoint may still have to take again what comes later. */
  #takeChanges(changes: readonly Change[]) {
    if (changes.length === 0) return;
    this.changes.push(...changes);
    this.changes.sort((a, b) => a.step - b.step);
    this.#unsavedChanges = true;
  }

  /** Queues what is new for the disk; one write at a time, so that a slow disk never piles up work. */
  #keep() {
    const ended = this.progress.reason !== null;
    const moved = (this.progress.state !== this.#savedState || this.#unsavedChanges) && !ended;
    if (this.#writing && !ended && !moved) return;
    const due = !ended && (moved || Date.now() - this.#lastCheckpoint >= checkpointEveryMs);
    if (this.#unwritten.length === 0 && !due) return;
    this.#savedState = this.progress.state;
    this.#unsavedChanges = false;
    this.#writing = true;
    this.#writes = this.#writes
      .then(() => this.#write(due))
      .finally(() => {
        this.#writing = false;
      });
  }

  async #write(due: boolean) {
    const { beginnings, notSaved: before } = this;
    if (due) this.#takeCheckpoint();
    const records = this.#unwritten.splice(0);
    try {
      if (records.length > 0) await this.#store.appendHistory(records);
      if (beginnings === this.beginnings) this.#written += records.length;
      await this.#saveCheckpoint();
      if (due) await this.#store.saveProgress(this.progress, this.changes);
      this.notSaved = null;
    } catch (error) {
      if (beginnings === this.beginnings) {
        const known = this.records.length - this.#unwritten.length;
        this.#unwritten.unshift(...this.records.slice(this.#written, known));
      }
      this.notSaved = sentenceOf(error);
    }
    if (this.notSaved !== before) this.#options.onChange(this);
  }

  #takeCheckpoint() {
    this.#lastCheckpoint = Date.now();
    this.#checkpoint = this.#run.checkpoint() ?? this.#checkpoint;
  }

  /** The engine may be epochs ahead of the last snapshot: a checkpoint waits until the history has reached it. */
  async #saveCheckpoint() {
    const checkpoint = this.#checkpoint;
    if (checkpoint === null || checkpoint.epoch > this.#written) return;
    await this.#store.saveCheckpoint(checkpoint);
    this.#checkpoint = null;
  }
}

function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
