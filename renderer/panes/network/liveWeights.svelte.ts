// The present weights of the run, or its initial ones, requested at most four times a second while a drawing of the network is shown.

import { insightLimits, type WhichWeights } from '../../../app/contract/run/insight.ts';
import { splitWeights } from '../../network/splitWeights.ts';
import { Follower } from '../../state/follow.ts';
import type { CurrentRun } from '../../state/run/currentRun.svelte.ts';
import type { Workspace } from '../../state/workspace.svelte.ts';

const everyMs = 250;

export class LiveWeights {
  readonly #workspace: Workspace;
  readonly #currentRun: CurrentRun;
  readonly #follower = new Follower({ everyMs });
  #weights = $state.raw<Float32Array[] | null>(null);
  /** Changes with what decides the weights, but for the run's progress. */
  readonly #key = $derived.by(() => {
    const { run, spec, plan } = this.#workspace;
    if (run !== null) return run.id;
    if (spec === null || plan === null || plan.issues.some(({ severity }) => severity === 'error'))
      return null;
    return JSON.stringify([spec.data, spec.model, spec.seed]);
  });

  constructor(workspace: Workspace, currentRun: CurrentRun) {
    this.#workspace = workspace;
    this.#currentRun = currentRun;
  }

  /** Of each layer, row-major [units, inputs]; null while unknown, or where there are too many. */
  get weights(): Float32Array[] | null {
    return this.#weights;
  }

  /** Keeps them up to date while the calling component exists. */
  keepUp(): void {
    const workspace = this.#workspace;
    const open = $derived(workspace.status === 'open');
    $effect(() => {
      if (!open || this.#key === null) return;
      const stop = new AbortController();
      this.#weights = null;
      // A spec that cannot be trained has no weights, and its issues say why.
      void this.#follower.follow(
        (signal) => this.#ask(signal),
        () => {},
        stop.signal,
      );
      this.#follower.touch();
      return () => stop.abort();
    });
    $effect(() => {
      void [this.#currentRun.version, this.#currentRun.oneNetwork];
      this.#follower.touch();
    });
  }

  async #ask(signal: AbortSignal): Promise<void> {
    const { client, run, plan } = this.#workspace;
    if ((run?.plan ?? plan)!.parameters > insightLimits.weights.max) return;
    const which: WhichWeights = run === null ? 'initial' : this.#currentRun.oneNetwork;
    const { layers, values } = await client.insight.weights({ weights: which }, { signal });
    const numbers = new Float32Array(await values.arrayBuffer());
    if (!signal.aborted) this.#weights = splitWeights(layers, numbers);
  }
}
