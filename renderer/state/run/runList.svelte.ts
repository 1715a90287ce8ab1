// The kept runs, requested again whenever the backend reports a change of the list.

import type { RunFinding, RunSummary } from '../../../app/contract/run/training.ts';
import type { Workspace } from '../workspace.svelte.ts';

export class RunList {
  readonly #workspace: Workspace;
  #runs = $state.raw<RunSummary[] | null>(null);
  #findings = $state.raw<RunFinding[]>([]);

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  /** Newest first; null until they have been loaded. */
  get runs(): RunSummary[] | null {
    return this.#runs;
  }

  /** Copied folders, and runs of newer versions. */
  get findings(): readonly RunFinding[] {
    return this.#findings;
  }

  /** Follows the list while the calling component exists. */
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
          // After a failure the old list stays: it is better than none.
          if (!stop.signal.aborted) this.#runs ??= [];
        },
      );
      workspace.client.runs.findings(undefined, { signal: stop.signal }).then(
        (findings) => {
          this.#findings = findings;
        },
        () => {},
      );
      return () => stop.abort();
    });
  }
}
