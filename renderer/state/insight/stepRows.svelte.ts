// The rows of the run's newest step (before the first one, of the next), while the run is paused or slow enough to see a step. Nothing
// where a step takes all rows.

import type { StepBatch } from '../../../app/contract/run/insight.ts';
import type { CurrentRun } from '../run/currentRun.svelte.ts';
import type { Workspace } from '../workspace.svelte.ts';

/** Steps per second; faster ones only flicker. */
const fastest = 5;

export class StepRows {
  readonly #workspace: Workspace;
  readonly #currentRun: CurrentRun;
  #batch = $state.raw<StepBatch | null>(null);
  /** The run and its step; null where no rows are shown. */
  readonly #asked = $derived.by(() => {
    const { run, pace } = this.#workspace;
    const { progress, chosenStep } = this.#currentRun;
    if (run === null || progress === null || chosenStep !== null || run.spec.training.ensemble) return null;
    const { state, step, stepsPerEpoch } = progress;
    const waits = state === 'ready' || state === 'paused';
    const slow = state === 'running' && pace !== null && pace * stepsPerEpoch <= fastest;
    return stepsPerEpoch > 1 && (waits || slow) ? `${run.id} ${step}` : null;
  });

  constructor(workspace: Workspace, currentRun: CurrentRun) {
    this.#workspace = workspace;
    this.#currentRun = currentRun;
  }

  get batch(): StepBatch | null {
    return this.#asked === null ? null : this.#batch;
  }

  /** Keeps the rows up to date while the calling component exists. */
  keepUp(): void {
    const workspace = this.#workspace;
    $effect(() => {
      if (workspace.status !== 'open' || this.#asked === null) return;
      const stop = new AbortController();
      workspace.client.insight
        .batch(undefined, { signal: stop.signal })
        .then((batch) => {
          if (!stop.signal.aborted) this.#batch = batch;
        })
        // The run has ended meanwhile: the picture goes without.
        .catch(() => {
          if (!stop.signal.aborted) this.#batch = null;
        });
      return () => stop.abort();
    });
  }
}
