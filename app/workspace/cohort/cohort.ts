// Many trainings at once, each on threads of its own: as many as have a place train at a time, in the order in which they were
// added, and the next one is prepared meanwhile. Nothing runs per epoch in JavaScript. What a training computes depends neither on
// the number of places nor on the others. One that fails or diverges leaves the others alone.
import { endedStates, type RunState } from '../../contract/run/training.ts';
import type { Training } from '../../training/training.ts';
import { reportBug, sentenceOf } from '../bugs.ts';
import { Gate } from './gate.ts';
import { Places } from './places.ts';

/** What is to be trained. */
export interface Work<Result> {
  /** Prepares rows and network of a training that has not begun. @param changed to be called after each change of it. */
  begin(changed: () => void): Promise<Training>;
  /** What to keep of the ended training, which is disposed of afterwards. Not called where it could not begin or was skipped. */
  finish(training: Training): Promise<Result>;
}

export class Member<Result> {
  /** null before it is prepared, and where that failed. Its history and progress stay after the end. */
  training: Training | null = null;
  result: Result | null = null;
  /** Why it could not begin, or why nothing could be made of it: a sentence. */
  failure: string | null = null;
  /** The error behind it. */
  cause: unknown = null;
  /** Whether its last change has happened. */
  over = false;
  aborted = false;

  /** `waiting`: it has not begun; `stopped`: it was aborted, perhaps before it began. */
  get state(): RunState | 'waiting' {
    if (this.failure !== null) return 'failed';
    const state = this.training?.progress.state ?? 'ready';
    if (state !== 'ready') return state;
    return this.over ? 'stopped' : 'waiting';
  }
}

/** How `threads` threads are shared by `count` trainings: how many train at once, and the threads of each. */
export function sharedThreads(threads: number, count: number): { atOnce: number; each: number } {
  const atOnce = Math.max(1, Math.min(threads, count));
  return { atOnce, each: Math.floor(threads / atOnce) };
}

export class Cohort<Result> {
  readonly members: Member<Result>[] = [];
  readonly #cores: Places;
  /** One more than there are cores: the next training is prepared while the others train. */
  readonly #prepared: Places;
  readonly #changed: (urgent: boolean) => void;
  /** Holds back trainings that have not begun while the cohort is paused. */
  readonly #gate = new Gate();
  #abandoned = false;
  /** Trainings are prepared one after the other, so that they begin in order. */
  #preparing: Promise<unknown> = Promise.resolve();
  readonly #work: Promise<void>[] = [];

  /** `changed` is called after each change of a member; `urgent`: it changed its state. */
  constructor({ atOnce, changed }: { atOnce: number; changed: (urgent: boolean) => void }) {
    this.#cores = new Places(atOnce);
    this.#prepared = new Places(atOnce + 1);
    this.#changed = changed;
  }

  get over(): boolean {
    return this.members.every(({ over }) => over);
  }

  add(work: Work<Result>): Member<Result> {
    const member = new Member<Result>();
    this.members.push(member);
    this.#work.push(this.#carryOut(member, work));
    return member;
  }

  /** Ends a training with what it has so far; one that has not begun never does. */
  abort(member: Member<Result>): void {
    if (member.over || member.aborted) return;
    member.aborted = true;
    const { training } = member;
    if (training !== null && !endedStates.includes(training.progress.state)) training.stop();
  }

  stop(): void {
    for (const member of this.members) this.abort(member);
    this.#gate.open();
  }

  /** Pauses those that train, and lets no other begin. */
  pause(): void {
    this.#gate.close();
    for (const { training } of this.members) if (training?.progress.state === 'running') training.pause();
  }

  resume(): void {
    for (const { training } of this.members) if (training?.progress.state === 'paused') training.start();
    this.#gate.open();
  }

  /** Frees the engine's memory. Nothing is made of trainings that have not ended, and `ended` may never resolve. */
  async abandon(): Promise<void> {
    this.#abandoned = true;
    for (const member of this.members) member.aborted = true;
    await this.#preparing;
    for (const { training, over } of this.members) if (!over) await training?.dispose();
  }

  /** Resolves when all that were added are over. */
  async ended(): Promise<void> {
    for (let k = 0; k < this.#work.length; k++) await this.#work[k];
  }

  async #carryOut(member: Member<Result>, work: Work<Result>): Promise<void> {
    try {
      if (await this.#trained(member, work)) member.result = await work.finish(member.training!);
    } catch (error) {
      member.failure = sentenceOf(error);
      member.cause = error;
      reportBug(error, 'while one of several trainings was carried out');
    }
    await member.training?.dispose();
    member.over = true;
    this.#changed(true);
  }

  /** Whether it was trained; its place is free again before it is scored. */
  async #trained(member: Member<Result>, work: Work<Result>): Promise<boolean> {
    await this.#prepared.take();
    try {
      const training = await this.#prepare(member, work);
      if (training === null) return false;
      await this.#cores.take();
      try {
        await this.#gate.opened();
        if (member.aborted) return false;
        training.start();
        await training.ended;
        return true;
      } finally {
        this.#cores.give();
      }
    } finally {
      this.#prepared.give();
    }
  }

  async #prepare(member: Member<Result>, work: Work<Result>): Promise<Training | null> {
    const before = this.#preparing;
    const prepared = before.then(async () => {
      if (member.aborted) return null;
      let state = member.state;
      member.training = await work.begin(() => {
        const urgent = member.state !== state;
        state = member.state;
        this.#changed(urgent);
      });
      return this.#abandoned ? null : member.training;
    });
    this.#preparing = prepared.catch(() => {});
    return prepared;
  }
}
