// One run in memory: turns the engine's snapshots into progress and a history without gaps, writes both to disk through a
// RunStore, and tells when the run has ended. It does not score the weights; the evaluation stage does.
import { setImmediate } from 'node:timers/promises';
import { AppError } from '../contract/issues/errors.ts';
import type { Floats, LayerWeights } from '../contract/model.ts';
import { type NotSaved, notSavedBy } from '../contract/run/notSaved.ts';
import type {
  Change,
  Checkpoint,
  CheckpointPosition,
  EpochRecord,
  Progress,
} from '../contract/run/training.ts';
import type { EngineRun, Snapshot } from '../engine/engine.ts';
import { PresentWeights } from './presentWeights.ts';
import { progressOf } from './progressOf.ts';
import { RatioMean } from './ratioMean.ts';
import { readyProgress } from './readyProgress.ts';
import type { RunStore } from './runStore.ts';
import { StepTrail } from './stepTrail.ts';
import type { TrainingOptions } from './trainingOptions.ts';

/** A crash loses at most this much training. Writing a checkpoint of 10 MB takes about 20 ms, less than 1 % of 5 s. */
const checkpointEveryMs = 5_000;

/** With a pace set, a person sees the untrained network for this long first. */
const firstLookMs = 400;

export class Training {
  readonly records: EpochRecord[];
  /** Changes of settings during the run, in the order of their steps. */
  readonly changes: Change[];
  /** The newest settings that were asked for since the beginning: `changes` has them only once a step was taken with them. */
  asked: Omit<Change, 'step'> = {};
  progress: Progress;
  readonly usualRatios = new RatioMean();
  /** The steps that were taken one by one. */
  readonly trail: StepTrail;
  /** Checkpoints that the engine keeps in memory, ascending; a new array whenever they change. */
  checkpoints: readonly CheckpointPosition[] = [];
  /** Grows when earlier updates become invalid: after a rewind. */
  beginnings = 0;
  /** The sentence of the last failed write; null while everything is saved. */
  notSaved: NotSaved | null = null;
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
  #unsavedChanges = false;
  #lastCheckpoint = Date.now();
  #savedState: Progress['state'] = 'ready';
  #notRunning: () => void = () => {};
  #pace: number | null;
  #stride: { since: number; timer: NodeJS.Timeout | undefined } | null = null;
  /** Paused before the first step. The engine is not told: for it the run is ready. */
  #pausedAtStart = false;
  /** Whether it was told to train since it was made or rewound. */
  #told = false;
  #closed = false;
  #engineRuns = false;
  #checkpoint: Checkpoint | null = null;
  /** Epoch of the last checkpoint that was taken; 0 before the first, also of a branch. */
  #checkpointEpoch = 0;
  /** Records on disk. */
  #written = 0;
  #earlierSeconds: number;
  #historyVersion = 0;
  readonly #present: PresentWeights;

  constructor(run: EngineRun, store: RunStore, options: TrainingOptions) {
    this.#run = run;
    this.#present = new PresentWeights(run);
    this.trail = new StepTrail(run);
    this.#store = store;
    this.#options = options;
    this.records = [...(options.earlier ?? [])];
    this.changes = [...(options.earlierChanges ?? [])];
    this.#written = this.records.length;
    this.#earlierSeconds = options.earlierSeconds ?? 0;
    this.#pace = options.pace ?? null;
    this.progress = {
      ...readyProgress(options.epochs),
      epoch: this.records.length,
      seconds: options.earlierSeconds ?? 0,
    };
    this.ended = new Promise((resolve) => {
      this.#resolveEnded = resolve;
    });
    run.onSnapshot((snapshot) => this.#take(snapshot));
  }

  /** Trains at full speed, or one epoch at a time where a pace is set. */
  start() {
    this.#told = true;
    this.trail.giveUp();
    this.#pausedAtStart = false;
    if (this.#pace === null) this.#run.start();
    else this.#goAtPace();
  }
  /** Call instead of `start`: the run stays paused at its checkpoint, or ready before its first step. */
  wait(
    { step, best, stepsPerEpoch }: Pick<Progress, 'step' | 'best' | 'stepsPerEpoch'>,
    state: 'paused' | 'ready' = 'paused',
  ) {
    this.#show({ ...this.progress, step, best, stepsPerEpoch, state });
  }
  pause() {
    const between = this.#stride !== null && !this.#engineRuns;
    this.#endStride();
    this.trail.giveUp();
    this.#pausedAtStart = between && this.progress.step === 0;
    if (between) this.#show({ ...this.progress, state: 'paused' });
    else this.#run.pause();
  }
  step(unit: 'batch' | 'epoch', times = 1) {
    const { isStepping } = this.trail;
    this.#told = true;
    this.#endStride();
    if (unit === 'batch' && (isStepping || !this.#engineRuns))
      return this.trail.take(times, this.progress.step);
    this.trail.giveUp();
    this.#run.step(unit, times);
  }
  stop() {
    this.#endStride();
    this.trail.giveUp();
    this.#run.stop();
  }
  /** Epochs per second, slow enough to watch; null: full speed. A run in progress adopts it. */
  setPace(epochsPerSecond: number | null) {
    this.#pace = epochsPerSecond;
    if (this.progress.state !== 'running' || this.trail.isStepping) return;
    if (epochsPerSecond !== null) {
      if (this.#stride === null) this.#goAtPace();
    } else if (this.#stride !== null) {
      this.#endStride();
      this.#run.start();
    }
  }
  /** Throws what the engine throws for invalid settings. */
  change(change: Omit<Change, 'step'>) {
    this.#run.change(change);
    this.asked = { ...this.asked, ...change };
  }
  /** Takes effect with the next snapshot whose state is ready. */
  rewind() {
    this.#told = false;
    this.#endStride();
    this.trail.giveUp();
    this.#rewinding = true;
    this.asked = {};
    this.#run.rewind();
  }

  /** A copy of the present weights or of those of the best epoch so far, not to be modified; the run continues. `_member`: there is one network. */
  weights(which: 'best' | 'last', _member = 0): LayerWeights<Floats>[] {
    return which === 'best' ? this.#run.weights(which) : this.#present.at(this.progress);
  }

  /** Rows of the newest step, or of the next one where none was taken; null once the run is closed. See EngineRun.newestRows. */
  newestRows(): ReturnType<EngineRun['newestRows']> | null {
    return this.#closed ? null : this.#run.newestRows();
  }

  /** The checkpoint at the end of the last epoch; null before the first and once the run is closed. */
  lastCheckpoint(): Checkpoint | null {
    return this.#closed ? null : this.#run.checkpoint();
  }

  /** The newest checkpoint at or before `step`, as long as checkpoints are kept: also after the run has ended. */
  checkpointAt(step: number): Checkpoint | null {
    return this.#run.checkpointAt(step);
  }

  /** Frees the checkpoints: the run can no longer go back to one. */
  forgetCheckpoints() {
    this.checkpoints = [];
    this.#run.forgetHistory();
  }

  /** Whether it waits for its first step: nobody has let it train yet, or it was paused before. */
  get waits(): boolean {
    return !this.#closed && this.progress.step === 0 && (!this.#told || this.#pausedAtStart);
  }

  /** Whether the engine's run is closed or about to be: its weights are then on disk. */
  get closed(): boolean {
    return this.#closed;
  }

  /** Resolves when everything handed to the store so far was written or has failed. */
  flushed(): Promise<void> {
    return this.#writes;
  }

  /** Ends a run in progress with a checkpoint of its last state, so that no training is lost on resuming. */
  async dispose() {
    const between = this.#stride !== null && !this.#engineRuns;
    this.#endStride();
    this.trail.giveUp();
    if (this.progress.state === 'running' && !between) {
      const paused = new Promise<void>((resolve) => {
        this.#notRunning = resolve;
      });
      this.#run.pause();
      await paused;
    }
    // Later snapshots must not ask the engine for a checkpoint.
    this.#closed = true;
    await this.#writes;
    this.#run.dispose();
  }

  #take(snapshot: Snapshot) {
    if (this.#closed) return;
    const isRewound = this.#rewinding && snapshot.state === 'ready';
    if (isRewound) this.#beginAnew();
    this.#engineRuns = snapshot.state === 'running';
    const striding = this.#stride !== null && snapshot.state === 'paused';
    // Waits before the first step, so that a person sees the untrained network.
    const waiting = this.#stride !== null && snapshot.state === 'ready';
    const held = this.#pausedAtStart && snapshot.state === 'ready';
    const stepping = this.trail.see(snapshot);
    const seconds = snapshot.seconds + this.#earlierSeconds;
    // What was reported with a rewind is of the steps that it took back.
    if (!isRewound) this.#takeChanges(snapshot.changes);
    this.usualRatios.take(snapshot.updateRatios);
    // One by one: a snapshot may hold more epochs than a call can have arguments.
    for (const record of snapshot.records) {
      this.records.push(record);
      this.#unwritten.push(record);
    }
    const state = striding || waiting || stepping ? 'running' : held ? 'paused' : snapshot.state;
    this.progress = progressOf(snapshot, {
      ...{ state, seconds, epochs: this.#options.epochs },
      secondsLeft: this.#secondsLeft(seconds, snapshot.epoch),
      farCell: this.#options.farCell ?? null,
    });
    this.#keep();
    this.#takeHistory(snapshot);
    if (snapshot.state !== 'running') this.#notRunning();
    if (striding) this.#strideOn();
    else if (snapshot.state !== 'running' && !waiting && !held) this.#endStride();
    this.#options.onChange();
    if (snapshot.reason !== null) this.#writes.then(() => this.#resolveEnded(this.progress));
  }

  #secondsLeft(seconds: number, epoch: number): number | null {
    const left = this.#options.epochs - epoch;
    if (this.#pace !== null) return left / this.#pace;
    return epoch > 0 ? (seconds / epoch) * left : null;
  }

  #show(progress: Progress) {
    this.progress = progress;
    this.#keep();
    this.#options.onChange();
  }

  /** The engine trains one epoch, then waits until the next one is due; the run counts as running all the time. */
  #goAtPace() {
    this.#stride = { since: performance.now(), timer: undefined };
    // A running engine ignores `step`: pause it first; its snapshot continues from there.
    if (this.#engineRuns) this.#run.pause();
    else if (this.progress.step === 0) this.#stepAt(this.#stride.since + firstLookMs);
    else this.#run.step('epoch');
    this.#show({ ...this.progress, state: 'running' });
  }

  #strideOn() {
    if (this.#stride === null || this.#pace === null) return;
    this.#stepAt(this.#stride.since + 1_000 / this.#pace);
  }

  /** @param due by `performance.now()`. */
  #stepAt(due: number) {
    if (this.#stride === null) return;
    const wait = Math.max(0, due - performance.now());
    this.#stride.timer = setTimeout(() => {
      if (this.#stride === null) return;
      this.#stride.since = Math.max(due, performance.now() - 1_000);
      this.#run.step('epoch');
    }, wait);
  }

  #endStride() {
    if (this.#stride !== null) clearTimeout(this.#stride.timer);
    this.#stride = null;
    this.#pausedAtStart = false;
  }

  /** The engine may be epochs ahead of the snapshot: later checkpoints are reported with the next one. */
  #takeHistory({ historyVersion: version, step }: Snapshot) {
    if (version === this.#historyVersion) return;
    try {
      this.checkpoints = this.#run.checkpoints().filter((checkpoint) => checkpoint.step <= step);
      this.#historyVersion = version;
    } catch (error) {
      // Without memory for the list it stays as it was; the next snapshot asks again.
      if (!(error instanceof AppError) || error.code !== 'out_of_memory') throw error;
    }
  }

  #beginAnew() {
    this.#rewinding = false;
    this.beginnings++;
    this.#earlierSeconds = 0;
    this.records.length = 0;
    this.changes.length = 0;
    this.usualRatios.forget();
    this.trail.forget();
    this.#unwritten.length = 0;
    this.#written = 0;
    this.#checkpoint = null;
    this.#writes = this.#writes
      .then(() => {
        // Reset only now: writes that were queued before may still take a checkpoint.
        this.#checkpointEpoch = 0;
        return this.#store.forget();
      })
      .catch((error: unknown) => {
        this.notSaved = notSavedBy(error, sentenceOf(error));
      });
  }

  /** A run that continues from a checkpoint may still have to repeat later changes. */
  #takeChanges(changes: readonly Change[]) {
    if (changes.length === 0) return;
    this.changes.push(...changes);
    this.changes.sort((a, b) => a.step - b.step);
    this.#unsavedChanges = true;
  }

  /** Queues what is new for the disk; one write at a time, so that a slow disk does not pile up writes. */
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
      // Copying a checkpoint takes time: watchers get the new state first.
      .then(() => setImmediate())
      .then(() => this.#write(due))
      .finally(() => {
        this.#writing = false;
      });
  }

  async #write(due: boolean) {
    const { beginnings, notSaved: before } = this;
    const records = this.#unwritten.splice(0);
    try {
      if (due) this.#takeCheckpoint();
      if (records.length > 0) await this.#store.appendHistory(records);
      if (beginnings === this.beginnings) this.#written += records.length;
      await this.#saveCheckpoint();
      // An ended run is told on disk as ended only with its weights and scores: until then it can be resumed.
      if (due && this.progress.reason === null) await this.#store.saveProgress(this.progress, this.changes);
      this.notSaved = null;
    } catch (error) {
      if (beginnings === this.beginnings) {
        const known = this.records.length - this.#unwritten.length;
        this.#unwritten = [...this.records.slice(this.#written, known), ...this.#unwritten];
      }
      this.notSaved = notSavedBy(error, sentenceOf(error));
    }
    if (this.notSaved?.message !== before?.message) this.#options.onChange();
  }

  /** Skips a checkpoint that was taken already: it would only delay the next command. A paused run that continues has one. */
  #takeCheckpoint() {
    this.#lastCheckpoint = Date.now();
    if (this.progress.epoch <= this.#checkpointEpoch) return;
    const taken = this.#run.checkpoint();
    if (taken === null) return;
    this.#checkpoint = taken;
    this.#checkpointEpoch = taken.epoch;
  }

  /** The engine may be epochs ahead of the last snapshot: a checkpoint is saved once the history has reached it. */
  async #saveCheckpoint() {
    const checkpoint = this.#checkpoint;
    if (checkpoint === null || checkpoint.epoch > this.#written) return;
    await this.#store.saveCheckpoint(checkpoint);
    this.#checkpoint = null;
  }
}

const sentenceOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
