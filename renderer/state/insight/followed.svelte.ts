// One answer of the backend that is kept up to date while a run learns: asked for again after each change, at most five times a second.

import { untrack } from 'svelte';
import { type Failure, failureOf } from '../failure.ts';
import { Follower } from '../follow.ts';
import type { Client, Workspace } from '../workspace.svelte.ts';

/** A person follows numbers that change about this often. */
const everyMs = 200;

interface Asked<T> {
  /** null: nothing is asked. With another key the next answer is asked for at once. */
  key: () => string | null;
  /** An answer of another kind is forgotten at once; one of the same kind is shown until the next one has come. */
  kind: () => string | null;
  /** Reads what the answer depends on beside the key. */
  touch: () => unknown;
  ask: (client: Client, signal: AbortSignal) => Promise<T>;
}

export class Followed<T> {
  readonly #workspace: Workspace;
  readonly #asked: Asked<T>;
  readonly #follower = new Follower({ everyMs });
  #answer = $state.raw<T | null>(null);
  #failure = $state.raw<Failure | null>(null);

  constructor(workspace: Workspace, asked: Asked<T>) {
    this.#workspace = workspace;
    this.#asked = asked;
  }

  /** null until it has come. */
  get answer(): T | null {
    return this.#answer;
  }
  get failure(): Failure | null {
    return this.#failure;
  }

  /** Keeps the answer up to date while the calling component exists. */
  keepUp(): void {
    const open = $derived(this.#workspace.status === 'open');
    const key = $derived(this.#asked.key());
    const kind = $derived(key === null ? null : this.#asked.kind());
    $effect(() => {
      void kind;
      this.#answer = null;
    });
    $effect(() => {
      if (!open || key === null) return;
      const stop = new AbortController();
      this.#failure = null;
      const { client } = untrack(() => this.#workspace);
      void this.#follower.follow(
        async (signal) => {
          const answer = await untrack(() => this.#asked.ask(client, signal));
          if (signal.aborted || untrack(() => this.#asked.key()) !== key) return;
          this.#answer = answer;
          this.#failure = null;
        },
        (error) => {
          this.#failure = failureOf(error);
        },
        stop.signal,
      );
      return () => stop.abort();
    });
    $effect(() => {
      void [key, open, this.#asked.touch()];
      this.#follower.touch();
    });
  }
}
