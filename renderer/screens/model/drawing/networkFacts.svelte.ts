// What only the engine knows about an untrained network: its initial weights, and how long an epoch takes on this computer. Requested
// when the spec has not changed for a moment; a request for an older spec is cancelled.

import type { Plan } from '../../../../app/contract/model.ts';
import { insightLimits } from '../../../../app/contract/run/insight.ts';
import type { RunSpec } from '../../../../app/contract/spec/spec.ts';
import { splitWeights } from '../../../network/splitWeights.ts';
import type { Client, Workspace } from '../../../state/workspace.svelte.ts';

/** Milliseconds without an edit: a slider that is dragged asks for nothing. */
const rest = 250;

export class NetworkFacts {
  #weights = $state.raw<Float32Array[] | null>(null);
  #seconds = $state<number | null>(null);

  /** Of the layers, row-major [units, inputs]; null while unknown or too many. */
  get weights(): Float32Array[] | null {
    return this.#weights;
  }
  /** Of an epoch; null while unknown. */
  get seconds(): number | null {
    return this.#seconds;
  }

  /** Returns what cancels it. A training in progress has the cores, so that nothing is measured beside it. */
  ask(
    workspace: Workspace,
    { parameters, threads, busy }: { parameters: number; threads: number | null; busy: boolean },
  ): () => void {
    const stop = new AbortController();
    const { signal } = stop;
    this.#weights = null;
    if (!busy) this.#seconds = null;
    const timer = setTimeout(async () => {
      // What is asked for is what is shown: an edit that is on its way goes first.
      await workspace.sent;
      if (signal.aborted) return;
      const { client } = workspace;
      // A spec that cannot be trained has neither; its issues say why.
      if (parameters <= insightLimits.weights.max) this.#take(client, signal).catch(() => {});
      if (!busy) this.#measure(client, threads, signal).catch(() => {});
    }, rest);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }

  async #take(client: Client, signal: AbortSignal): Promise<void> {
    const { layers, values } = await client.insight.weights({ weights: 'initial' }, { signal });
    const numbers = new Float32Array(await values.arrayBuffer());
    if (!signal.aborted) this.#weights = splitWeights(layers, numbers);
  }

  async #measure(client: Client, threads: number | null, signal: AbortSignal): Promise<void> {
    const { secondsPerEpoch } = await client.insight.speed(threads === null ? {} : { threads }, { signal });
    if (!signal.aborted) this.#seconds = secondsPerEpoch;
  }
}

/** What weights and speed depend on, as a key: a state that only says how far a run has come changes none of it. */
export function factsKey({ seed, data, model, training }: RunSpec, { parameters }: Plan): string {
  return JSON.stringify([seed, data, model, training, parameters]);
}
