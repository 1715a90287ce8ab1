// The walk of one row that is looked at: which row, with which weights, and gradients that are measured beside it. Asked for again for
// another row, and with other parameters to measure; the gradients of all are checked once for the same weights.

import type { GradientCheck, ParameterIndex, Walk, WhichWeights } from '../../../app/contract/run/insight.ts';
import type { RunSpec } from '../../../app/contract/spec/spec.ts';
import { type Failure, failureOf } from '../failure.ts';
import type { CurrentRun } from '../run/currentRun.svelte.ts';
import type { Workspace } from '../workspace.svelte.ts';

/** The golden part of the rows: one after the other they come from all over the table. */
const stride = 0.618;

export class RowWalk {
  readonly #workspace: Workspace;
  readonly #currentRun: CurrentRun;
  #rows = $state.raw<readonly number[]>([]);
  #index = $state(0);
  #walk = $state.raw<Walk | null>(null);
  #parameters = $state.raw<readonly ParameterIndex[]>([]);
  #measured = $state.raw<ReadonlyMap<string, number | null>>(new Map());
  #cells = $state.raw<readonly (string | null)[] | null>(null);
  #check = $state.raw<GradientCheck | null>(null);
  #failure = $state.raw<Failure | null>(null);

  constructor(workspace: Workspace, currentRun: CurrentRun) {
    this.#workspace = workspace;
    this.#currentRun = currentRun;
  }

  /** null until it has come. */
  get walk(): Walk | null {
    return this.#walk;
  }
  get failure(): Failure | null {
    return this.#failure;
  }
  get check(): GradientCheck | null {
    return this.#check;
  }
  /** The row's cells in the table's order; null until they have come. */
  get cells(): readonly (string | null)[] | null {
    return this.#cells;
  }
  get which(): WhichWeights {
    return this.#workspace.run === null ? 'initial' : this.#currentRun.weights;
  }
  /** Of the layers that are on. */
  get spec(): RunSpec | null {
    const { run, spec } = this.#workspace;
    if (run !== null || spec === null) return run?.spec ?? null;
    return { ...spec, model: { ...spec.model, layers: spec.model.layers.filter(({ off }) => !off) } };
  }

  /** undefined until it was measured, null where it cannot be. */
  gradientAt(parameter: ParameterIndex): number | null | undefined {
    return this.#measured.get(JSON.stringify(parameter));
  }
  measure(parameters: readonly ParameterIndex[]): void {
    if (JSON.stringify(parameters) !== JSON.stringify(this.#parameters)) this.#parameters = parameters;
  }
  another(): void {
    const count = this.#rows.length;
    if (count > 0) this.#index = (this.#index + stepThrough(count)) % count;
  }

  /** For the life of the component that calls it. */
  keepUp(): void {
    const workspace = this.#workspace;
    const key = $derived(JSON.stringify([this.which, workspace.run?.id ?? this.spec]));
    const row = $derived(this.#rows[this.#index]);
    const asked = (ask: (signal: AbortSignal) => Promise<void>) => {
      const stop = new AbortController();
      ask(stop.signal).catch((error) => {
        if (!stop.signal.aborted) this.#failure = failureOf(error);
      });
      return () => stop.abort();
    };
    $effect(() => {
      void key;
      if (workspace.status !== 'open' || this.spec === null) return;
      this.#failure = null;
      return asked((signal) => this.#findRows(this.which, signal));
    });
    $effect(() => {
      void key;
      const parameters = this.#parameters;
      if (workspace.status !== 'open' || row === undefined) return;
      return asked((signal) => this.#take(row, this.which, parameters, signal));
    });
    $effect(() => {
      if (workspace.status !== 'open' || row === undefined) return;
      return asked((signal) => this.#read(row, signal));
    });
  }

  async #findRows(weights: WhichWeights, signal: AbortSignal): Promise<void> {
    const { client } = this.#workspace;
    this.#check = null;
    const { rows } = await client.insight.rows({ weights, columns: [] }, { signal });
    if (signal.aborted) return;
    if (rows[this.#index] === undefined) this.#index = 0;
    this.#rows = rows;
    const check = await client.insight.gradients({ weights }, { signal });
    if (!signal.aborted) this.#check = check;
  }

  async #take(
    row: number,
    weights: WhichWeights,
    parameters: readonly ParameterIndex[],
    signal: AbortSignal,
  ) {
    const { client } = this.#workspace;
    const walk = await client.insight.walk({ weights, row, measure: [...parameters] }, { signal });
    if (signal.aborted) return;
    this.#measured = new Map(
      parameters.map((parameter, k) => [JSON.stringify(parameter), walk.measured[k] ?? null]),
    );
    this.#walk = walk;
  }

  async #read(row: number, signal: AbortSignal): Promise<void> {
    this.#cells = null;
    const { rows } = await this.#workspace.client.dataset.rows({ offset: row, limit: 1 }, { signal });
    if (!signal.aborted) this.#cells = rows[0] ?? null;
  }
}

/** Comes to every row before it comes to one again. */
function stepThrough(count: number): number {
  const shared = (a: number, b: number): number => (b === 0 ? a : shared(b, a % b));
  let step = Math.max(1, Math.round(count * stride));
  while (shared(count, step) !== 1) step++;
  return step;
}
