// The kept runs, asked for again whenever the backend says that the list is no longer what it was.

import type { RunSummary } from '../../../app/contract/run/training.ts';
import type { Workspace } from '../workspace.svelte.ts';

export class RunList {
  readonly #workspace: Workspace;
  #runs = $state.raw<RunSummary[] | null>(null);

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  /** Newest first; null until they have come. */
  get runs(): RunSummary[] | null {
    return this.#runs;
  }

  /** Follows the list for the life of the component that calls it. */
  keepUp(): void {
    const workspace = this.#workspace;
    const changed = $derived(workspace.runsChanged);
    $effect(() => {
      void changed;
      if (workspace.status !== 'open') return;
      const stop = new AbortController();
      workspace.client.runs.list(undefined, { signal: stop.signal }).then(
        (runs) => {
          this.#runs = runs;
        },
        () => {
          // The list that was there is better than none.
          if (!stop.signal.aborted) this.#runs ??= [];
        },
      );
      return () => stop.abort();
    });
  }
}
