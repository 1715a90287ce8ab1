// Requests what only the engine knows about a network: its initial weights (of a model without a table, its trained ones), and how long an epoch takes on this computer. A
// request is made when the spec has not changed for `rest`; a request for an older spec is cancelled.

import type { Plan } from '../../../../app/contract/model.ts';
import { insightLimits } from '../../../../app/contract/run/insightLimits.ts';
import type { RunSpec } from '../../../../app/contract/spec/spec.ts';
import { splitWeights } from '../../../network/splitWeights.ts';
import type { Client, Workspace } from '../../../state/workspace.svelte.ts';

/** Milliseconds without an edit before a request, so that dragging a slider causes none. */
const rest = 250;

interface Asked {
  parameters: number;
  threads: number | null;
  busy: boolean;
  /** `best` for a model that is shown without a table, which has no initial weights. */
  which: 'initial' | 'best';
}

export class NetworkFacts {
  #weights = $state.raw<Float32Array[] | null>(null);
  #seconds = $state<number | null>(null);

  /** Weights of each layer, row-major [units, inputs]; null while unknown, or where there are too many. */
  get weights(): Float32Array[] | null {
    return this.#weights;
  }
  /** Seconds per epoch; null while unknown. */
  get seconds(): number | null {
    return this.#seconds;
  }

  /** Returns a function that cancels the requests. While a training uses the cores (`busy`), the time of an epoch is not measured. */
  ask(workspace: Workspace, { parameters, threads, busy, which }: Asked): () => void {
    const stop = new AbortController();
    const { signal } = stop;
    this.#weights = null;
    if (!busy) this.#seconds = null;
    const timer = setTimeout(async () => {
      // Edits are sent first, so that the backend answers for the spec that is shown.
      await workspace.sent;
      if (signal.aborted) return;
      const { client } = workspace;
      // Errors are ignored: a spec that cannot be trained has neither fact, and its issues say why.
      if (parameters <= insightLimits.weights.max) this.#take(client, which, signal).catch(() => {});
      if (!busy) this.#measure(client, threads, signal).catch(() => {});
    }, rest);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }

  async #take(client: Client, weights: 'initial' | 'best', signal: AbortSignal): Promise<void> {
    const { layers, values } = await client.insight.weights({ weights }, { signal });
    const numbers = new Float32Array(await values.arrayBuffer());
    if (!signal.aborted) this.#weights = splitWeights(layers, numbers);
  }

  async #measure(client: Client, threads: number | null, signal: AbortSignal): Promise<void> {
    const { secondsPerEpoch } = await client.insight.speed(threads === null ? {} : { threads }, { signal });
    if (!signal.aborted) this.#seconds = secondsPerEpoch;
  }
}

/** Key of everything that weights and speed depend on; a new state with only a run's progress does not change it. */
export function factsKey({ seed, data, model, training }: RunSpec, { parameters }: Plan): string {
  return JSON.stringify([seed, data, model, training, parameters]);
}
