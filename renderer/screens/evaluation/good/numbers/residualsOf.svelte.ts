// The residuals of the target that is shown, on the judged rows; asked for once per target.

import type { Evaluation } from '../../../../../app/contract/run/evaluation.ts';
import type { ResidualDistribution } from '../../../../../app/contract/run/residuals.ts';
import { type Failure, failureOf } from '../../../../state/failure.ts';
import type { Workspace } from '../../../../state/workspace.svelte.ts';

export class ResidualsOfTarget {
  /** null until they have arrived. */
  found = $state.raw<ResidualDistribution | null>(null);
  failure = $state.raw<Failure | null>(null);

  /** Must be created while a component is. */
  constructor(workspace: Workspace, evaluation: () => Evaluation, target: () => number) {
    $effect(() => {
      const { runId, on } = evaluation();
      const stop = new AbortController();
      this.found = null;
      this.failure = null;
      workspace.client.evaluation
        .residualDistribution({ runId, part: on, target: target() }, { signal: stop.signal })
        .then(
          (found) => {
            if (!stop.signal.aborted) this.found = found;
          },
          (error: unknown) => {
            if (!stop.signal.aborted) this.failure = failureOf(error);
          },
        );
      return () => stop.abort();
    });
  }
}
