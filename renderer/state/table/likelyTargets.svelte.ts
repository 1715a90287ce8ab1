// The columns of the open table that a person would probably want to predict, requested once per table.

import type { LikelyTarget } from '../../../app/contract/table/likelyTarget.ts';
import type { Workspace } from '../workspace.svelte.ts';

export class LikelyTargets {
  readonly #workspace: Workspace;
  #columns = $state.raw<readonly LikelyTarget[]>([]);

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  /** At most three, the best first; empty until they have been loaded. */
  get columns(): readonly LikelyTarget[] {
    return this.#columns;
  }

  /** Follows the open table while the calling component exists. */
  keepUp(): void {
    const workspace = this.#workspace;
    const table = $derived(workspace.dataset?.id ?? null);
    $effect(() => {
      this.#columns = [];
      if (table === null || workspace.status !== 'open') return;
      const stop = new AbortController();
      workspace.client.dataset.likelyTargets(undefined, { signal: stop.signal }).then(
        (columns) => {
          if (!stop.signal.aborted) this.#columns = columns;
        },
        () => {
          // An error is ignored: the target can be chosen from the list of all columns.
        },
      );
      return () => stop.abort();
    });
  }
}
