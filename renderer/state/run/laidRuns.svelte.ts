// Kept runs that are compared with the current one: the ticked ones, remembered while the page exists, and their thinned records. A
// deleted run is left out.

import type { ComparedRun } from '../../../app/contract/run/training.ts';
import type { Workspace } from '../workspace.svelte.ts';

/** Most runs to compare; more lines could not be distinguished. */
export const mostLaid = 5;

export class LaidRuns {
  readonly #workspace: Workspace;
  #ticked = $state.raw<readonly string[]>([]);
  #found = $state.raw<ComparedRun[]>([]);

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  get ticked(): readonly string[] {
    return this.#ticked;
  }
  /** The runs that have been loaded, in the order in which they were ticked. */
  get found(): readonly ComparedRun[] {
    return this.#found;
  }
  toggle(id: string): void {
    const without = this.#ticked.filter((one) => one !== id);
    if (without.length < this.#ticked.length) this.#ticked = without;
    else if (without.length < mostLaid) this.#ticked = [...without, id];
  }

  /** Keeps `found` up to date while the calling component exists. */
  keepUp(): void {
    const workspace = this.#workspace;
    $effect(() => {
      const wanted = this.#ticked;
      void workspace.runsChanged;
      if (workspace.status !== 'open') return;
      const stop = new AbortController();
      const { client } = workspace;
      const one = (id: string) => client.runs.compare({ runIds: [id] }, { signal: stop.signal });
      void Promise.allSettled(wanted.map(one)).then((answers) => {
        if (stop.signal.aborted) return;
        this.#found = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
      });
      return () => stop.abort();
    });
  }
}
