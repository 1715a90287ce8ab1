// The search that found the current run, as kept in the run's folder: read once per run; null for a run that no search found.

import type { KeptSearch } from '../../../app/contract/run/search.ts';
import type { Workspace } from '../workspace.svelte.ts';

export class SearchOfRun {
  #found = $state.raw<{ run: string; search: KeptSearch | null } | null>(null);
  readonly #workspace: Workspace;
  readonly #run = $derived.by(() => this.#workspace.run?.id ?? null);

  /** Must be created while a component is. */
  constructor(workspace: Workspace) {
    this.#workspace = workspace;
    $effect(() => this.#read());
  }

  get search(): KeptSearch | null {
    return this.#found?.run === this.#run ? (this.#found?.search ?? null) : null;
  }

  #read(): (() => void) | undefined {
    const { status, client } = this.#workspace;
    const run = this.#run;
    if (run === null || status !== 'open' || this.#found?.run === run) return;
    const stop = new AbortController();
    client.search.ofRun({ runId: run }, { signal: stop.signal }).then(
      (search) => {
        this.#found = { run, search };
      },
      // A file that cannot be read takes one sentence from the screen, no more.
      () => {},
    );
    return () => stop.abort();
  }
}
