// Learning rates for the entrants of the next race: as a person chose them, the same for all, or found by a test for each. A rate that
// was found stays valid while nothing but learning rates and the number of epochs changes.

import type { RaceRates } from '../../../app/contract/run/race.ts';
import { type OptimizerSpec, optimizerTraits } from '../../../app/contract/spec/optimizers.ts';
import type { RunSpec } from '../../../app/contract/spec/spec.ts';
import type { Workspace } from '../workspace.svelte.ts';

export class RateSearch {
  readonly #workspace: Workspace;
  #found = $state.raw<ReadonlyMap<string, number | null>>(new Map());
  #progress = $state.raw<{ done: number; all: number } | null>(null);
  #stop: AbortController | null = null;

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  /** null unless a search is under way. */
  get progress(): { done: number; all: number } | null {
    return this.#progress;
  }

  /** The rate that was found: undefined before the search, null where the test suggests none. */
  rateOf(spec: RunSpec, optimizer: OptimizerSpec): number | null | undefined {
    return this.#found.get(this.#key(spec, optimizer));
  }

  /** The entrants with the rates they would race with. @param same the rate of all of them where `rates` is `same`. */
  withRates(
    spec: RunSpec,
    entrants: readonly OptimizerSpec[],
    rates: RaceRates,
    same: number,
  ): OptimizerSpec[] {
    return entrants.map((optimizer) => {
      if (rates === 'chosen' || optimizerTraits[optimizer.type].fullBatch) return optimizer;
      const learningRate = rates === 'same' ? same : this.rateOf(spec, optimizer);
      return learningRate == null ? optimizer : { ...optimizer, learningRate };
    });
  }

  /** Searches the rates that are not known yet. Resolves to false if it was cancelled or refused. */
  async find(spec: RunSpec, entrants: readonly OptimizerSpec[]): Promise<boolean> {
    this.cancel();
    const missing = entrants.filter((optimizer) => this.rateOf(spec, optimizer) === undefined);
    if (missing.length === 0) return true;
    const stop = new AbortController();
    this.#stop = stop;
    this.#progress = { done: 0, all: missing.length };
    const found = await this.#workspace.command(async (client) => {
      const stream = await client.race
        .rates({ entrants: missing }, { signal: stop.signal })
        .catch(ignored(stop));
      if (stream) await this.#take(spec, missing, stream, stop);
      return !stop.signal.aborted;
    });
    if (this.#stop === stop) this.#progress = null;
    return found === true;
  }

  cancel(): void {
    this.#stop?.abort();
    this.#stop = null;
    this.#progress = null;
  }

  async #take(
    spec: RunSpec,
    missing: readonly OptimizerSpec[],
    stream: AsyncIterable<{ entrant: number; rate: number | null }>,
    stop: AbortController,
  ): Promise<void> {
    try {
      for await (const { entrant, rate } of stream) {
        if (stop.signal.aborted) return;
        this.#found = new Map(this.#found).set(this.#key(spec, missing[entrant]!), rate);
        this.#progress = { done: entrant + 1, all: missing.length };
      }
    } catch (error) {
      ignored(stop)(error);
    }
  }

  #key(spec: RunSpec, optimizer: OptimizerSpec): string {
    const { learningRate: _, ...rest } = optimizer;
    return JSON.stringify([
      this.#workspace.dataset?.id,
      { ...spec, training: { ...spec.training, optimizer: rest, epochs: 0 } },
    ]);
  }
}

/** Ignores errors after the call was cancelled. */
function ignored(stop: AbortController): (error: unknown) => undefined {
  return (error) => {
    if (!stop.signal.aborted) throw error;
    return undefined;
  };
}
