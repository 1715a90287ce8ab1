// The walk of one row through the network, with numerical gradients for comparison. Everything is computed with one copy of the
// weights, which is made when the screen opens and again when a person asks for the current weights or for another network of an
// ensemble; the run may go on meanwhile.

import { untrack } from 'svelte';
import type { Plan } from '../../../app/contract/model.ts';
import type { GradientCheck, WhichWeights } from '../../../app/contract/run/insight.ts';
import type { ParameterIndex } from '../../../app/contract/run/parameterIndex.ts';
import { endedStates } from '../../../app/contract/run/training.ts';
import type { Frozen, Walk } from '../../../app/contract/run/walk.ts';
import { type Failure, failureOf } from '../failure.ts';
import type { CurrentRun } from '../run/currentRun.svelte.ts';
import { planOfRun } from '../run/runPlan.ts';
import type { Workspace } from '../workspace.svelte.ts';

/** Share of the rows to advance by (golden ratio), so that consecutive rows come from all over the table. */
const stride = 0.618;

/** The current weights, where the walk is of older ones or of another run's. */
export type Newer = { kind: 'running' | 'ended' | 'paused'; epoch: number } | { kind: 'another' };

export class RowWalk {
  readonly #workspace: Workspace;
  readonly #currentRun: CurrentRun;
  /** The row to begin with. */
  readonly #first: number | null;
  #frozen = $state.raw<Frozen | null>(null);
  #member = $state<number | null>(null);
  #plan = $state.raw<Plan | null>(null);
  #asked = $state(0);
  #rows = $state.raw<readonly number[]>([]);
  #index = $state(0);
  /** A row that was asked for by its number; null: the one at `#index`. */
  #shown = $state<number | null>(null);
  #walk = $state.raw<Walk | null>(null);
  #parameters = $state.raw<readonly ParameterIndex[]>([]);
  #measured = $state.raw<ReadonlyMap<string, number | null>>(new Map());
  #cells = $state.raw<readonly (string | null)[] | null>(null);
  #check = $state.raw<GradientCheck | null>(null);
  #failure = $state.raw<Failure | null>(null);

  /** @param first 0-based data row to begin with; null: any. */
  constructor(workspace: Workspace, currentRun: CurrentRun, first: number | null = null) {
    this.#workspace = workspace;
    this.#currentRun = currentRun;
    this.#first = first;
  }

  /** null until it has been loaded. */
  get walk(): Walk | null {
    return this.#walk;
  }
  get failure(): Failure | null {
    return this.#failure;
  }
  get check(): GradientCheck | null {
    return this.#check;
  }
  /** The row's cells in the order of the columns; null until they have been loaded. */
  get cells(): readonly (string | null)[] | null {
    return this.#cells;
  }
  /** The weights of the walk; null until they are copied. */
  get frozen(): Frozen | null {
    return this.#frozen;
  }
  /** Of an ensemble: the network, from 0, whose weights they are. */
  get member(): number | null {
    return this.#member;
  }
  /** Plan of the walk's data; null where this page does not know it. */
  get plan(): Plan | null {
    return this.#plan;
  }
  /** null while the walk is of the current weights. */
  get newer(): Newer | null {
    const frozen = this.#frozen;
    const { run } = this.#workspace;
    if (frozen === null) return null;
    if ((run?.id ?? null) !== frozen.runId) return { kind: 'another' };
    const { progress, shownPosition: shown } = this.#currentRun;
    if (run === null || progress === null) return null;
    const ended = endedStates.includes(progress.state);
    // The copy is of an epoch's end, and the newest progress that this page has received may be of an earlier epoch.
    const behind = progress.state === 'running' && shown.epoch < frozen.epoch;
    const sameStep =
      ended || frozen.step === null || progress.state === 'running' || shown.step === frozen.step;
    if (behind || (shown.epoch === frozen.epoch && sameStep)) return null;
    return {
      kind: ended ? 'ended' : progress.state === 'running' ? 'running' : 'paused',
      epoch: shown.epoch,
    };
  }

  /** Numerical gradient: undefined until it is measured, null where it cannot be. */
  gradientAt(parameter: ParameterIndex): number | null | undefined {
    return this.#measured.get(JSON.stringify(parameter));
  }
  measure(parameters: readonly ParameterIndex[]): void {
    if (JSON.stringify(parameters) !== JSON.stringify(this.#parameters)) this.#parameters = parameters;
  }
  /** Copies the current weights and walks those from now on. */
  takeCurrent(): void {
    this.#asked++;
  }
  another(): void {
    const count = this.#rows.length;
    this.#shown = null;
    if (count > 0) this.#index = (this.#index + stepThrough(count)) % count;
  }

  /** @param row 0-based data row of the table; null: any. */
  show(row: number | null): void {
    this.#shown = row;
  }

  /** Keeps the walk up to date while the calling component exists. */
  keepUp(): void {
    const workspace = this.#workspace;
    const row = $derived(this.#rows.length === 0 ? undefined : (this.#shown ?? this.#rows[this.#index]));
    const asked = (ask: (signal: AbortSignal) => Promise<void>) => {
      const stop = new AbortController();
      ask(stop.signal).catch((error) => {
        if (!stop.signal.aborted) this.#failure = failureOf(error);
      });
      return () => stop.abort();
    };
    const ready = $derived(workspace.status === 'open' && workspace.spec !== null);
    let taken = '';
    $effect(() => {
      const wanted = `${this.#asked} ${this.#currentRun.member}`;
      // A reconnection must not replace the copy of the weights.
      if (!ready || taken === wanted) return;
      this.#failure = null;
      return asked(async (signal) => {
        await this.#freeze(signal);
        if (!signal.aborted) taken = wanted;
      });
    });
    $effect(() => {
      const frozen = this.#frozen;
      if (!ready || frozen === null) return;
      return asked((signal) => this.#findRows({ frozen: frozen.frozen }, signal));
    });
    $effect(() => {
      const frozen = this.#frozen;
      const parameters = this.#parameters;
      if (!ready || frozen === null || row === undefined) return;
      return asked((signal) => this.#take(row, { frozen: frozen.frozen }, parameters, signal));
    });
    $effect(() => {
      if (workspace.status !== 'open' || row === undefined) return;
      return asked((signal) => this.#read(row, signal));
    });
  }

  async #freeze(signal: AbortSignal): Promise<void> {
    const workspace = this.#workspace;
    const weights = untrack(() => (workspace.run === null ? 'initial' : this.#currentRun.oneNetwork));
    // Edits that are on their way belong to them.
    if (weights === 'initial') await workspace.sent;
    if (signal.aborted) return;
    const frozen = await workspace.client.insight.freeze({ weights }, { signal });
    if (signal.aborted) return;
    const { spec, plan, run } = workspace;
    const own = run?.id === frozen.runId ? (run.plan ?? null) : null;
    this.#plan = frozen.runId === null ? plan : planOfRun(frozen.spec, spec, plan, own);
    this.#member = typeof weights === 'object' && 'member' in weights ? weights.member : null;
    this.#walk = null;
    this.#frozen = frozen;
  }

  async #findRows(weights: WhichWeights, signal: AbortSignal): Promise<void> {
    const { client } = this.#workspace;
    this.#check = null;
    const { rows } = await client.insight.rows({ weights, columns: [] }, { signal });
    if (signal.aborted) return;
    if (rows[this.#index] === undefined) this.#index = 0;
    this.#rows = this.#first === null ? rows : [this.#first, ...rows.filter((row) => row !== this.#first)];
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

/** A step that visits every row before it repeats one: coprime to `count`. */
function stepThrough(count: number): number {
  const shared = (a: number, b: number): number => (b === 0 ? a : shared(b, a % b));
  let step = Math.max(1, Math.round(count * stride));
  while (shared(count, step) !== 1) step++;
  return step;
}
