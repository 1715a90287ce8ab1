// The worst groups of all columns, compared once for each run and target: how far that is, and what was found.
import type { WorstGroups } from '../../../../app/contract/run/errorGroups.ts';
import type { Evaluation } from '../../../../app/contract/run/evaluation.ts';
import { type Failure, failureOf } from '../../../state/failure.ts';
import type { Workspace } from '../../../state/workspace.svelte.ts';

export class WorstGroupsSearch {
  found = $state.raw<WorstGroups | null>(null);
  failure = $state.raw<Failure | null>(null);
  progress = $state.raw<{ done: number; of: number } | null>(null);

  /** Must be created while a component is: compares again when the target is another one, and stops with the component. */
  constructor(workspace: Workspace, { runId, on: part }: Evaluation, target: () => number) {
    $effect(() => {
      const asked = { runId, part, target: target() };
      if (workspace.status !== 'open') return;
      const stop = new AbortController();
      this.found = null;
      this.failure = null;
      this.#search(workspace, asked, stop.signal).catch((error: unknown) => {
        if (!stop.signal.aborted) this.failure = failureOf(error);
      });
      return () => stop.abort();
    });
  }

  async #search(
    { client }: Workspace,
    asked: { runId: string; part: Evaluation['on']; target: number },
    signal: AbortSignal,
  ): Promise<void> {
    for await (const { done, of, found } of await client.evaluation.worstGroups(asked, { signal })) {
      if (signal.aborted) return;
      this.progress = { done, of };
      if (found !== null) this.found = found;
    }
  }
}
