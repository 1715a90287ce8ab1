// Edits of the spec on their way to the backend. An edit changes the draft at once and is sent when the one before it has arrived:
// one call at a time, each with the newest draft, so that a dragged slider costs one call at a time. An edit is made from a state
// that moves on meanwhile (a run reports ten times a second); it is then sent again from the newer one, unless somebody else
// changed the spec: theirs stands, and the draft is dropped. Nothing of Svelte in here.

import type { RunSpec } from '../../app/contract/spec/spec.ts';
import { type Failure, failureOf, wasCancelled } from './failure.ts';

/** What the sender has to know of the backend, and its one call. */
export interface SpecHolder {
  /** As the backend has it; null while there is none. */
  spec(): RunSpec | null;
  /** Of the newest state that came. */
  revision(): number;
  /** Resolves when a newer state than this one has come: at once where it is there, else with the next. */
  stateAfter(revision: number): Promise<void>;
  /** @param edit.amends whether it goes on with the change before it, and is taken back together with that. */
  set(edit: { revision: number; spec: RunSpec; amends: boolean }): Promise<unknown>;
}

export interface SpecListener {
  /** The spec with the edits that are on their way; null when all have arrived. */
  draft(draft: RunSpec | null): void;
  /** null when sending begins. */
  failure(failure: Failure | null): void;
}

/** Tries of one edit against a state that moves on. */
const mostTries = 20;

export class SpecEdits {
  readonly #holder: SpecHolder;
  readonly #listener: SpecListener;
  #draft: RunSpec | null = null;
  /** Of the last edit: others of the same gesture are one change with it. */
  #gesture: object | null = null;
  /** Whether what is in the draft and not yet sent only goes on with the change before it; null where nothing is. */
  #amends: boolean | null = null;
  #sending = false;
  #sent: Promise<void> = Promise.resolve();

  constructor(holder: SpecHolder, listener: SpecListener) {
    this.#holder = holder;
    this.#listener = listener;
  }

  /** Resolves when no edit is on its way, also when one was refused. */
  get sent(): Promise<void> {
    return this.#sent;
  }

  /** What is changed next is a change of its own, whatever gesture it belongs to. */
  endGesture(): void {
    this.#gesture = null;
  }

  /** Changes the spec; does nothing while there is none. Edits of one `gesture`, such as the dragging of a slider, are taken back
   *  together. */
  edit(change: (spec: RunSpec) => RunSpec, gesture: object | null = null): void {
    const spec = this.#draft ?? this.#holder.spec();
    if (!spec) return;
    this.#amends = (this.#amends ?? true) && gesture !== null && gesture === this.#gesture;
    this.#gesture = gesture;
    this.#take(change(spec));
    if (!this.#sending) this.#sent = this.#sendAll();
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

  /** Resolves when the state that the edit led to has come, so that the draft can go without a flicker. */
  async #send(spec: RunSpec, amends: boolean): Promise<void> {
    const holder = this.#holder;
    const from = JSON.stringify(holder.spec());
    for (let left = mostTries; ; left -= 1) {
      const revision = holder.revision();
      try {
        await holder.set({ revision, spec, amends });
        await holder.stateAfter(revision);
        return;
      } catch (error) {
        if (failureOf(error).code !== 'revision_stale' || left === 0) throw error;
        await holder.stateAfter(revision);
        if (JSON.stringify(holder.spec()) !== from) throw error;
      }
    }
  }
}
