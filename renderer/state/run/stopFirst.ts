// Actions that a run, a race or repeats in progress do not allow, such as opening another file. The backend refuses one with run_busy,
// race_busy or repeats_busy; here that becomes a question: stop what is in progress and then do it, or leave it. An action that comes while an ended
// run is still being scored waits for that. One question at a time; nothing of Svelte in here.

import { failureOf } from '../failure.ts';

/** What a person wants to do, as the question words it. */
export type Action =
  | { kind: 'open'; file: string }
  | { kind: 'openRun' | 'reuseRun' | 'deleteRun'; run: string }
  | {
      kind:
        | 'train'
        | 'race'
        | 'repeats'
        | 'search'
        | 'edit'
        | 'reread'
        | 'undo'
        | 'redo'
        | 'lesson'
        | 'change';
    };

export type InProgress = 'run' | 'race' | 'repeats' | 'search';

/** Codes of the refusals. */
export const busyCodes: readonly string[] = ['run_busy', 'race_busy', 'repeats_busy', 'search_busy'];

export interface StopQuestion {
  action: Action;
  inProgress: InProgress;
  /** Whether the answer was yes and the run is ending. */
  stopping: boolean;
}

/** What StopFirst needs from the workspace. */
export interface StopHolder {
  inProgress(): InProgress | null;
  /** Whether a run has ended and is being scored. */
  scoring(): boolean;
  /** Revision of the newest state that this page has received. */
  revision(): number;
  /** Resolves when a state newer than `revision` has been received. */
  stateAfter(revision: number): Promise<void>;
  /** Ends what is in progress. */
  stop(what: InProgress): Promise<unknown>;
  /** Called with each change of the question. */
  asked(question: StopQuestion | null): void;
}

interface Pending {
  question: StopQuestion;
  answer: (stop: boolean) => void;
}

export class StopFirst {
  readonly #holder: StopHolder;
  #pending: Pending | null = null;
  #stopping: StopQuestion | null = null;
  #left = 0;

  constructor(holder: StopHolder) {
    this.#holder = holder;
  }

  /** Number of actions that were abandoned because a run or race was in progress. */
  get left(): number {
    return this.#left;
  }

  /** Resolves and rejects as `work` does, which may be called several times; rejects with an AbortError when the answer is no. */
  async attempt<T>(action: Action, work: () => Promise<T>): Promise<T> {
    const holder = this.#holder;
    this.leave();
    for (let agreed = false; ; ) {
      const revision = holder.revision();
      try {
        return await work();
      } catch (error) {
        const { code } = failureOf(error);
        if (!busyCodes.includes(code)) throw error;
        const inProgress = holder.inProgress();
        // Another program's run, which this page cannot stop.
        if (inProgress === null && !holder.scoring()) throw error;
        if (inProgress !== null) {
          agreed ||= await this.#ask({ action, inProgress, stopping: false });
          if (!agreed) throw new DOMException('Left, since a run or race is in progress.', 'AbortError');
          await this.#stop({ action, inProgress, stopping: true });
        }
        await holder.stateAfter(revision);
      }
    }
  }

  /** The answer yes. */
  stop(): void {
    this.#answer(true);
  }

  /** The answer no. */
  leave(): void {
    if (this.#pending !== null) this.#left += 1;
    this.#answer(false);
  }

  /** Call with each new state. If the run or race ended by itself, the question is answered: yes for an edit, which is shown
   *  already; no for other actions, since a person may be doing something else by now. */
  stateCame(): void {
    const inProgress = this.#holder.inProgress();
    if (this.#pending !== null && inProgress === null) {
      if (this.#pending.question.action.kind === 'edit') this.stop();
      else this.leave();
    }
    if (this.#stopping !== null && inProgress === null && !this.#holder.scoring()) this.#show(null);
  }

  #ask(question: StopQuestion): Promise<boolean> {
    return new Promise((resolve) => {
      this.#pending = { question, answer: resolve };
      this.#holder.asked(question);
    });
  }

  #answer(stop: boolean): void {
    const pending = this.#pending;
    if (pending === null) return;
    this.#pending = null;
    this.#holder.asked(null);
    pending.answer(stop);
  }

  async #stop(question: StopQuestion): Promise<void> {
    if (this.#holder.inProgress() === null) return;
    this.#show(question);
    try {
      await this.#holder.stop(question.inProgress);
    } catch (error) {
      this.#show(null);
      const { code } = failureOf(error);
      // It has ended meanwhile.
      if (code !== 'run_not_running' && code !== 'race_not_running') throw error;
    }
  }

  #show(stopping: StopQuestion | null): void {
    this.#stopping = stopping;
    this.#holder.asked(stopping);
  }
}
