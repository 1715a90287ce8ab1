// The run of an ensemble in memory: its networks are trained as a cohort, their epochs are one history (each record says whose it is), and
// each network that has ended is kept on disk. A killed run trains the others again from their start, which gives the same bits. It can be
// started, paused and stopped like the training of one network, but not stepped, changed or rewound.
import { AppError } from '../../contract/issues/errors.ts';
import type { Floats, LayerWeights } from '../../contract/model.ts';
import { type NotSaved, notSavedBy } from '../../contract/run/notSaved.ts';
import { type EpochRecord, endedStates, type Progress } from '../../contract/run/training.ts';
import type { EndedMember } from '../../export/endedMembers.ts';
import { sentenceOf } from '../bugs.ts';
import { Cohort, type Member, type Work } from '../cohort/cohort.ts';
import { ensembleProgress } from './ensembleProgress.ts';
import type { TrainedMember } from './trainEnsemble.ts';

/** Where it keeps what it has. Each throws AppError disk_full or disk_write_failed. */
export interface EnsembleStore {
  appendHistory(records: readonly EpochRecord[]): Promise<void>;
  saveProgress(progress: Progress): Promise<void>;
  /** All that have ended, in their order. */
  saveEnded(members: readonly EndedMember[]): Promise<void>;
}

export interface KeptMember {
  ended: EndedMember;
  trained: TrainedMember;
}

export interface EnsembleParts {
  /** One for each network, in their order; null for one that is kept. */
  works: readonly (Work<TrainedMember> | null)[];
  /** Networks that had ended before. */
  kept: ReadonlyMap<number, KeptMember>;
  /** Their epochs. */
  earlier: readonly EpochRecord[];
  earlierSeconds: number;
  atOnce: number;
  epochs: number;
  store: EnsembleStore;
  onChange: () => void;
}

export class EnsembleTraining {
  readonly records: EpochRecord[];
  readonly changes: readonly never[] = [];
  readonly checkpoints: readonly never[] = [];
  readonly beginnings = 0;
  readonly usualRatios = { value: null };
  notSaved: NotSaved | null = null;
  closed = false;
  /** Resolves when all networks have ended. */
  readonly ended: Promise<void>;

  readonly #parts: EnsembleParts;
  readonly #cohort: Cohort<TrainedMember>;
  /** The cohort's member of each network; null for one that is kept. */
  readonly #members: (Member<TrainedMember> | null)[];
  /** Number of epochs taken of each network. */
  readonly #taken: number[];
  readonly #unwritten: EpochRecord[] = [];
  #savedEnded: number;
  #savedState: Progress['state'] = 'ready';
  #writes: Promise<void> = Promise.resolve();
  #writing = false;
  #begun = false;
  #paused = false;
  #stopped = false;
  #over = false;
  /** When it began to train last, by `performance.now()`; null while it does not. */
  #since: number | null = null;
  #seconds: number;
  #resolveEnded: () => void = () => {};

  constructor(parts: EnsembleParts) {
    this.#parts = parts;
    this.records = [...parts.earlier];
    this.#seconds = parts.earlierSeconds;
    this.#savedEnded = parts.kept.size;
    this.#taken = parts.works.map(() => 0);
    this.#cohort = new Cohort({ atOnce: parts.atOnce, changed: () => this.#take() });
    this.#members = parts.works.map(() => null);
    this.ended = new Promise((resolve) => {
      this.#resolveEnded = resolve;
    });
  }

  start(): void {
    this.#paused = false;
    this.#since ??= performance.now();
    if (this.#begun) this.#cohort.resume();
    else this.#begin();
    this.#take();
  }

  #begin(): void {
    this.#begun = true;
    this.#parts.works.forEach((work, member) => {
      if (work !== null) this.#members[member] = this.#cohort.add(work);
    });
    void this.#cohort.ended().then(async () => {
      if (this.closed) return;
      this.#count();
      this.#over = true;
      this.#take();
      // Each write may begin another one; one that ended later would replace what the run leaves.
      while (this.#writing) await this.#writes;
      this.#parts.onChange();
      this.#resolveEnded();
    });
  }

  pause(): void {
    this.#paused = true;
    this.#cohort.pause();
    this.#count();
    this.#take();
  }

  /** Ends it with what each network has. The first one trains at least for a step, so that there is one. */
  stop(): void {
    this.#stopped = true;
    if (!this.#begun) this.start();
    const none = this.#parts.kept.size === 0 && this.#members.every((one) => one?.training == null);
    for (const [k, member] of this.#members.entries())
      if (member !== null && !(none && k === 0)) this.#cohort.abort(member);
    this.#cohort.resume();
  }

  /** The pace is for one network that a person watches. */
  setPace(_epochsPerSecond: number | null): void {}

  /** Never waits for its next step. */
  wait(_progress: unknown): void {}

  get progress(): Progress {
    const { epochs, kept } = this.#parts;
    const members = this.#members.map(
      (member, k) => kept.get(k)?.ended ?? member?.training?.progress ?? null,
    );
    return ensembleProgress(members, {
      ...{ epochs, state: this.#state, seconds: this.#seconds + this.#running },
      ended: this.#endedCount,
    });
  }

  get #state(): Progress['state'] {
    if (this.#over) return this.#failure === null ? this.#endedState : 'failed';
    if (!this.#begun) return 'ready';
    const trains = this.#members.some((member) => member?.training?.progress.state === 'running');
    return this.#paused && !trains ? 'paused' : 'running';
  }

  get #endedState(): Progress['state'] {
    const states = this.#members.map((member, k) => this.#parts.kept.get(k)?.ended.state ?? member?.state);
    if (states.includes('diverged')) return 'diverged';
    return this.#stopped && states.includes('stopped') ? 'stopped' : 'finished';
  }

  get #failure(): Member<TrainedMember> | null {
    return this.#members.find((member) => member != null && member.failure !== null) ?? null;
  }

  get #endedCount(): number {
    return this.#members.filter((member, k) => this.#parts.kept.has(k) || member?.over === true).length;
  }

  /** Seconds since it was started last. */
  get #running(): number {
    return this.#since === null ? 0 : (performance.now() - this.#since) / 1_000;
  }

  #count(): void {
    this.#seconds += this.#running;
    this.#since = null;
  }

  /** The networks that have ended, in their order, as they are kept. Throws the failure of one that failed. */
  trained(): TrainedMember[] {
    const failed = this.#failure;
    if (failed !== null) throw failed.cause;
    return this.#members.flatMap((member, k) => {
      const found = this.#parts.kept.get(k)?.trained ?? member?.result;
      return found == null ? [] : [found];
    });
  }

  /** Present or best weights of one network. Throws AppError run_needed for one that has not begun. */
  weights(which: 'best' | 'last', member = 0): LayerWeights<Floats>[] {
    const kept = this.#parts.kept.get(member)?.trained ?? this.#members[member]?.result;
    if (kept != null) return kept.layers;
    const training = this.#members[member]?.training;
    if (training == null || training.closed)
      throw new AppError('run_needed', `Network ${member + 1} of the ensemble has not begun to train yet.`);
    return training.weights(which);
  }

  /** The numbers of the networks that have weights. */
  begun(): number[] {
    return [...this.#members.keys()].filter((k) => {
      const member = this.#members[k];
      const training = member?.training;
      return this.#parts.kept.has(k) || member?.result != null || (training != null && !training.closed);
    });
  }

  checkpointAt(_step: number): null {
    return null;
  }
  lastCheckpoint(): null {
    return null;
  }
  forgetCheckpoints(): void {}

  /** Network by network, each in the order of its epochs. */
  history(): EpochRecord[] {
    return this.records.toSorted((a, b) => a.member! - b.member! || a.epoch - b.epoch);
  }

  async dispose(): Promise<void> {
    if (this.#over) {
      this.closed = true;
      return;
    }
    this.#paused = true;
    this.#count();
    this.closed = true;
    await this.#cohort.abandon();
    this.#takeRecords();
    await this.#writes;
    await this.#write();
  }

  #take(): void {
    if (this.closed) return;
    this.#takeRecords();
    // One that began after the stop ends with its first step.
    if (this.#stopped)
      for (const member of this.#members)
        if (member?.training?.progress.state === 'running') member.training.stop();
    this.#keep();
    this.#parts.onChange();
  }

  #takeRecords(): void {
    for (const [k, member] of this.#members.entries()) {
      const records = member?.training?.records ?? [];
      for (let i = this.#taken[k]!; i < records.length; i++) {
        const record = { ...records[i]!, member: k };
        this.records.push(record);
        this.#unwritten.push(record);
      }
      this.#taken[k] = records.length;
    }
  }

  /** One write at a time, so that a slow disk does not pile up writes. */
  #keep(): void {
    if (this.#writing || !this.#isDue()) return;
    this.#writing = true;
    this.#writes = this.#write().finally(() => {
      this.#writing = false;
      // What came meanwhile; after an error with the next change.
      if (this.notSaved === null && !this.closed) this.#keep();
    });
  }

  #isDue(): boolean {
    const moved = this.progress.state !== this.#savedState && !this.#over;
    return this.#unwritten.length > 0 || this.#endedMembers().length > this.#savedEnded || moved;
  }

  async #write(): Promise<void> {
    const before = this.notSaved;
    const records = this.#unwritten.splice(0);
    let appended = false;
    try {
      if (records.length > 0) await this.#parts.store.appendHistory(records);
      appended = true;
      await this.#saveEnded();
      const { progress } = this;
      // An ended run is told on disk as ended only with its weights and scores: until then it can be resumed.
      if (!this.#over && progress.state !== this.#savedState) {
        await this.#parts.store.saveProgress(progress);
        this.#savedState = progress.state;
      }
      this.notSaved = null;
    } catch (error) {
      if (!appended) this.#unwritten.unshift(...records);
      this.notSaved = notSavedBy(error, sentenceOf(error));
    }
    if (this.notSaved?.message !== before?.message) this.#parts.onChange();
  }

  /** Those that need not train again when the run goes on. */
  #endedMembers(): EndedMember[] {
    return this.#members.flatMap((member, k) => {
      const kept = this.#parts.kept.get(k)?.ended ?? endedMember(k, member);
      return kept === null ? [] : [kept];
    });
  }

  async #saveEnded(): Promise<void> {
    const ended = this.#endedMembers();
    if (ended.length <= this.#savedEnded) return;
    await this.#parts.store.saveEnded(ended);
    this.#savedEnded = ended.length;
  }
}

/** null for one that has not ended by itself: it trains again when the run goes on. */
function endedMember(number: number, member: Member<TrainedMember> | null): EndedMember | null {
  if (member?.training == null || member.result === null) return null;
  const { state, reason, epoch, step, seconds, best, divergedAt, cause } = member.training.progress;
  if (state === 'stopped' || !endedStates.includes(state)) return null;
  const { layers } = member.result;
  return { ...{ member: number, layers, state, reason }, epoch, step, seconds, best, divergedAt, cause };
}
