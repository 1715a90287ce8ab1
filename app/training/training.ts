// One run while it is in memory: turns the engine's snapshots into progress and a history without gaps, writes both to disk through a
// port, and says when it has ended. It does not score the weights; the evaluation stage does.
import { setImmediate } from 'node:timers/promises';
import type { Floats, LayerWeights } from '../contract/model.ts';
import type {
  Change,
  Checkpoint,
  CheckpointPosition,
  EpochRecord,
  Progress,
} from '../contract/run/training.ts';
import type { EngineRun, Snapshot } from '../engine/engine.ts';
import { RatioMean } from './ratioMean.ts';
import { readyProgress } from './readyProgress.ts';

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
  /** Epochs a second; null or absent: as fast as it can. */
  pace?: number | null;
  /** Called after every change: new epochs, new state, a write that failed or works again. */
  onChange: (training: Training) => void;
}

/** A crash loses at most this much training. Writing a checkpoint of 10 MB takes some 20 ms, so 5 s keep it under 1 %. */
const checkpointEveryMs = 5_000;

/** At a pace a person sees the untrained network first, for so long. */
const firstLookMs = 400;

export class Training {
  readonly records: EpochRecord[];
  /** Made while it ran, in the order of their steps. */
  readonly changes: Change[];
  progress: Progress;
  readonly usualRatios = new RatioMean();
  /** States that the engine keeps to go back to, ascending; a new array whenever they change. */
  checkpoints: readonly CheckpointPosition[] = [];
  /** Grows when earlier updates are no longer valid: after a rewind. */
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
  #pace: number | null;
  /** While the run goes at a pace: when its last epoch was due, and what waits for the next one. */
  #stride: { since: number; timer: NodeJS.Timeout | undefined } | null = null;
  /** Paused before its first step, of which the engine knows nothing: it is ready. */
  #pausedAtStart = false;
  /** Nothing more is taken or written. */
  #closed = false;
  /** By the last snapshot. */
  #engineRuns = false;
  /** Taken, and not yet on disk. */
  #checkpoint: Checkpoint | null = null;
  /** Epoch of the last checkpoint that was taken; 0 before the first. What a branch begins from is not in its folder yet. */
  #checkpointEpoch = 0;
  /** Records on disk, which is also the last epoch there. */
  #written = 0;
  #earlierSeconds: number;
  #historyVersion = 0;
  /** A copy waits for the step that is being taken, and with it every click: insight calls share one, as long as memory allows. */
  #present: { at: Progress; layers: WeakRef<LayerWeights<Floats>[]> } | null = null;

  constructor(run: EngineRun, store: RunStore, options: TrainingOptions) {
    this.#run = run;
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

  /** At full speed, or an epoch at a time where a pace is set. */
  start() {
    this.#pausedAtStart = false;
    if (this.#pace === null) this.#run.start();
    else this.#goAtPace();
  }
  /** Instead of `start`: it is paused where its checkpoint lies. */
  wait({ step, best, stepsPerEpoch }: Pick<Progress, 'step' | 'best' | 'stepsPerEpoch'>) {
    this.#show({ ...this.progress, step, best, stepsPerEpoch, state: 'paused' });
  }
  pause() {
    const between = this.#stride !== null && !this.#engineRuns;
    this.#endStride();
    this.#pausedAtStart = between && this.progress.step === 0;
    if (between) this.#show({ ...this.progress, state: 'paused' });
    else this.#run.pause();
  }
  step(unit: 'batch' | 'epoch') {
    this.#endStride();
    this.#run.step(unit);
  }
  stop() {
    this.#endStride();
    this.#run.stop();
  }
  /** Epochs per second, slow enough to watch; null: as fast as it can. A run that is under way goes on with it. */
  setPace(epochsPerSecond: number | null) {
    this.#pace = epochsPerSecond;
    if (this.progress.state !== 'running') return;
    if (epochsPerSecond !== null) {
      if (this.#stride === null) this.#goAtPace();
    } else if (this.#stride !== null) {
      this.#endStride();
      this.#run.start();
    }
  }
  /** Throws what the engine throws for settings that it does not take. */
  change(change: Omit<Change, 'step'>) {
    this.#run.change(change);
  }
  /** Takes effect with the next snapshot that says ready. */
  rewind() {
    this.#endStride();
    this.#rewinding = true;
    this.#run.rewind();
  }

  /** Present ones or those of the best epoch so far: a copy, taken between two steps; the run goes on undisturbed. Whoever asks
   *  for the present ones before the run has said more gets the same copy, not for writing. */
  weights(which: 'best' | 'last'): LayerWeights<Floats>[] {
    if (which === 'best') return this.#run.weights(which);
    const known = this.#present?.at === this.progress ? this.#present.layers.deref() : undefined;
    if (known !== undefined) return known;
    const layers = this.#run.weights(which);
    this.#present = { at: this.progress, layers: new WeakRef(layers) };
    return layers;
  }

  /** At the end of the last epoch, with the optimizer's state; null before the first and once it is closed. */
  lastCheckpoint(): Checkpoint | null {
    return this.#closed ? null : this.#run.checkpoint();
  }

  /** The state at the newest checkpoint that is not after `step`, as long as checkpoints are kept: also when the run has ended. */
  checkpointAt(step: number): Checkpoint | null {
    return this.#run.checkpointAt(step);
  }

  /** From here on the run cannot go back to a checkpoint. */
  forgetCheckpoints() {
    this.checkpoints = [];
    this.#run.forgetHistory();
  }

  /** Whether the engine's run is gone, or about to go: its weights are on disk then. */
  get closed(): boolean {
    return this.#closed;
  }

  /** Everything handed to the store so far has been written, or its failure noted. */
  flushed(): Promise<void> {
    return this.#writes;
  }

  /** Ends a run in progress with a checkpoint of its last state, so that going on later costs nothing. */
  async dispose() {
    const between = this.#stride !== null && !this.#engineRuns;
    this.#endStride();
    if (this.progress.state === 'running' && !between) {
      const paused = new Promise<void>((resolve) => {
        this.#notRunning = resolve;
      });
      this.#run.pause();
      await paused;
    }
    // What comes in from now on finds no engine to ask for a checkpoint.
    this.#closed = true;
    await this.#writes;
    this.#run.dispose();
  }

  #take(snapshot: Snapshot) {
    if (this.#closed) return;
    if (this.#rewinding && snapshot.state === 'ready') this.#beginAnew();
    this.#engineRuns = snapshot.state === 'running';
    const striding = this.#stride !== null && snapshot.state === 'paused';
    // Before its first step, which waits for a person to see the untrained network.
    const waiting = this.#stride !== null && snapshot.state === 'ready';
    const held = this.#pausedAtStart && snapshot.state === 'ready';
    const seconds = snapshot.seconds + this.#earlierSeconds;
    const { epochs } = this.#options;
    this.#takeChanges(snapshot.changes);
    this.usualRatios.take(snapshot.updateRatios);
    // One by one: a tenth of a second may hold more epochs than a call can have arguments.
    for (const record of snapshot.records) {
      this.records.push(record);
      this.#unwritten.push(record);
    }
    const state = striding || waiting ? 'running' : held ? 'paused' : snapshot.state;
    this.progress = {
      state,
      epoch: snapshot.epoch,
      step: snapshot.step,
      epochs,
      stepsPerEpoch: snapshot.stepsPerEpoch,
      seconds,
      rowsPerSecond: snapshot.rowsPerSecond,
      secondsLeft: this.#secondsLeft(seconds, snapshot.epoch),
      best: snapshot.best,
      learningRate: snapshot.learningRate,
      reason: snapshot.reason,
      divergedAt: snapshot.divergedAt,
      cause: snapshot.cause,
      updateRatios: snapshot.updateRatios,
    };
    this.#keep();
    this.#takeHistory(snapshot);
    if (snapshot.state !== 'running') this.#notRunning();
    if (striding) this.#strideOn();
    else if (snapshot.state !== 'running' && !waiting && !held) this.#endStride();
    this.#options.onChange(this);
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
    this.#options.onChange(this);
  }

  /** The engine takes an epoch, then waits for the next one's time; the run counts as running all the while. */
  #goAtPace() {
    this.#stride = { since: performance.now(), timer: undefined };
    // A step has no effect on an engine that runs: it pauses first, and its snapshot goes on from there.
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

  /** The engine may be epochs ahead of the snapshot: what lies beyond it is reported with the next one. */
  #takeHistory({ historyVersion: version, step }: Snapshot) {
    if (version === this.#historyVersion) return;
    this.#historyVersion = version;
    this.checkpoints = this.#run.checkpoints().filter((checkpoint) => checkpoint.step <= step);
  }

  #beginAnew() {
    this.#rewinding = false;
    this.beginnings++;
    this.#earlierSeconds = 0;
    this.records.length = 0;
    this.changes.length = 0;
    this.usualRatios.forget();
    this.#unwritten.length = 0;
    this.#written = 0;
    this.#checkpoint = null;
    this.#writes = this.#writes
      .then(() => {
        // Only now: what was queued before may still take one.
        this.#checkpointEpoch = 0;
        return this.#store.forget();
      })
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
      // Copying a checkpoint takes its time: watchers get the new state first.
      .then(() => setImmediate())
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
        this.#unwritten = [...this.records.slice(this.#written, known), ...this.#unwritten];
      }
      this.notSaved = sentenceOf(error);
    }
    if (this.notSaved !== before) this.#options.onChange(this);
  }

  /** The same one a second time would only keep the next command waiting: a run that goes on has one since it was paused. */
  #takeCheckpoint() {
    this.#lastCheckpoint = Date.now();
    if (this.progress.epoch <= this.#checkpointEpoch) return;
    const taken = this.#run.checkpoint();
    if (taken === null) return;
    this.#checkpoint = taken;
    this.#checkpointEpoch = taken.epoch;
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
