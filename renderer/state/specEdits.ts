// Sends edits of the spec to the backend. An edit changes the draft at once; the newest draft is sent when the call before it has
// returned, so that a dragged slider never has two calls in flight. The backend refuses an edit of an older state (a run reports ten
// times a second): it is then sent again with the newer revision, unless the spec was changed elsewhere meanwhile, which drops the
// draft. Edits made while a call of ours replaces the spec wait for it. Independent of Svelte.

import type { RunSpec } from '../../app/contract/spec/spec.ts';
import { type Failure, failureOf, wasCancelled } from './failure.ts';

/** What SpecEdits needs from the workspace, and its one call. */
export interface SpecHolder {
  /** The backend's spec; null while there is none. */
  spec(): RunSpec | null;
  /** Revision of the newest state that this page has received. */
  revision(): number;
  /** Resolves when a state newer than `revision` has been received: at once where it already has been. */
  stateAfter(revision: number): Promise<void>;
  /** @param edit.amends whether the edit continues the change before it, so that one undo takes back both. */
  set(edit: { revision: number; spec: RunSpec; amends: boolean }): Promise<{ revision: number }>;
}

export interface SpecListener {
  /** The spec with the edits that are not yet confirmed; null when all are. */
  draft(draft: RunSpec | null): void;
  /** null when sending begins. */
  failure(failure: Failure | null): void;
}

/** Most retries of one edit whose revision was stale. */
const mostTries = 20;

export class SpecEdits {
  readonly #holder: SpecHolder;
  readonly #listener: SpecListener;
  #draft: RunSpec | null = null;
  /** Gesture of the last edit; the next edit of the same gesture joins its change. */
  #gesture: object | null = null;
  /** Whether the unsent edits of the draft continue the change before them; null without unsent edits. */
  #amends: boolean | null = null;
  #sending = false;
  /** Edits that wait until the spec was replaced; null where none is. */
  #behind: (() => void)[] | null = null;
  #sent: Promise<void> = Promise.resolve();

  constructor(holder: SpecHolder, listener: SpecListener) {
    this.#holder = holder;
    this.#listener = listener;
  }

  /** Resolves when no edit is in flight, also after a refusal. */
  get sent(): Promise<void> {
    return this.#sent;
  }

  /** Makes the next edit a change of its own, whatever its gesture. */
  endGesture(): void {
    this.#gesture = null;
  }

  /** Changes the spec; does nothing while there is none. Consecutive edits of one `gesture`, such as a slider's drag, are undone
   *  together. */
  edit(change: (spec: RunSpec) => RunSpec, gesture: object | null = null): void {
    if (this.#behind !== null) {
      this.#behind.push(() => this.edit(change, gesture));
      return;
    }
    const spec = this.#draft ?? this.#holder.spec();
    if (!spec) return;
    this.#amends = (this.#amends ?? true) && gesture !== null && gesture === this.#gesture;
    this.#gesture = gesture;
    this.#take(change(spec));
    if (!this.#sending) this.#sent = this.#sendAll();
  }

  /** Runs a call that replaces the spec, such as the choice of a preset or undo, and waits for the state that its answer names; edits
   *  made meanwhile are then made to the spec of that state. */
  async replace<T extends { revision: number }>(call: () => Promise<T>): Promise<T> {
    if (this.#behind !== null) return this.#received(call);
    const behind: (() => void)[] = [];
    this.#behind = behind;
    const before = this.#sent;
    let allSent = () => {};
    this.#sent = new Promise((resolve) => {
      allSent = resolve;
    });
    try {
      return await this.#received(call);
    } finally {
      this.#behind = null;
      this.#sent = before;
      for (const edit of behind) edit();
      void this.#sent.then(allSent);
    }
  }

  /** Resolves when the state that the call led to has been received. States of a run come in between: the next state may be older. */
  async #received<T extends { revision: number }>(call: () => Promise<T>): Promise<T> {
    const answer = await call();
    await this.#holder.stateAfter(answer.revision - 1);
    return answer;
  }

  #take(draft: RunSpec | null): void {
    this.#draft = draft;
    this.#listener.draft(draft);
  }

  async #sendAll(): Promise<void> {
    this.#sending = true;
    this.#listener.failure(null);
    try {
      for (let sent: RunSpec | null = null; this.#draft && this.#draft !== sent; ) {
        sent = this.#draft;
        const amends = this.#amends === true;
        this.#amends = null;
        await this.#send(sent, amends);
      }
    } catch (error) {
      if (!wasCancelled(error)) this.#listener.failure(failureOf(error));
    } finally {
      this.#take(null);
      this.#amends = null;
      this.#sending = false;
    }
  }

  /** Resolves when the state with the edit has been received, so that the next edit is made from it and dropping the draft causes no
   *  flicker. */
  async #send(spec: RunSpec, amends: boolean): Promise<void> {
    const holder = this.#holder;
    const from = JSON.stringify(holder.spec());
    for (let left = mostTries; ; left -= 1) {
      const revision = holder.revision();
      try {
        await this.#received(() => holder.set({ revision, spec, amends }));
        return;
      } catch (error) {
        if (failureOf(error).code !== 'revision_stale' || left === 0) throw error;
        await holder.stateAfter(revision);
        if (JSON.stringify(holder.spec()) !== from) throw error;
      }
    }
  }
}
