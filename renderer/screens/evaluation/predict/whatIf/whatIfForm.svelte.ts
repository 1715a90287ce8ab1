// The what-if form of one run: its cells, the row they start from, and the prediction that follows them. While one prediction is on its
// way, further changes wait; only the last of them is asked for.
import { rowsNeeded } from '../../../../../app/contract/run/calibration.ts';
import type { CellContributions, Form, WhatIf } from '../../../../../app/contract/run/prediction.ts';
import { type Failure, failureOf } from '../../../../state/failure.ts';
import type { Client } from '../../../../state/workspace.svelte.ts';

export type Start = { kind: 'typical' } | { kind: 'row'; row: number };
type Cells = readonly (string | null)[];

export const levels = [0.5, 0.8, 0.9, 0.95, 0.99] as const;

export class WhatIfForm {
  readonly client: Client;
  readonly runId: string;
  form = $state.raw<Form | null>(null);
  failure = $state.raw<Failure | null>(null);
  /** What the cells began as. */
  start = $state.raw<Start>({ kind: 'typical' });
  cells = $state.raw<Cells>([]);
  /** The targets of the row that was started from; empty for typical values. */
  truth = $state.raw<Cells>([]);
  /** Share of rows whose interval, or set of classes, holds the truth. */
  level = $state<number>(0.9);
  shown = $state.raw<WhatIf | null>(null);
  /** What each column adds to the prediction of `shown`; null until it is known, and where it cannot be. */
  contributions = $state.raw<CellContributions | null>(null);
  /** At the starting cells. */
  base = $state.raw<WhatIf | null>(null);

  #startCells: Cells = [];
  #wanted: { cells: Cells; level: number } | null = null;
  #asking = false;
  #abortContributions = new AbortController();
  readonly #stop = new AbortController();

  constructor(client: Client, runId: string) {
    this.client = client;
    this.runId = runId;
  }

  /** Whether the model keeps enough errors of validation rows for intervals of the level. */
  get hasIntervals(): boolean {
    return (this.form?.calibrated ?? 0) >= rowsNeeded(this.level);
  }

  get changed(): boolean {
    return this.cells.some((cell, k) => cell !== this.#startCells[k]);
  }

  /** @param row the row to start from; null for typical values. */
  async load(row: number | null): Promise<void> {
    await this.#try(async () => {
      this.form = await this.client.prediction.form({ runId: this.runId }, this.#signal);
      await this.startFrom(
        row === null || row >= this.form.rows ? { kind: 'typical' } : { kind: 'row', row },
      );
    });
  }

  async startFrom(start: Start): Promise<void> {
    const { form, runId } = this;
    if (form === null) return;
    this.start = start;
    await this.#try(async () => {
      const { cells, truth } =
        start.kind === 'row'
          ? await this.client.prediction.row({ runId, row: start.row }, this.#signal)
          : { cells: form.columns.map(({ typical }) => typical), truth: [] };
      // Another start may have been chosen meanwhile.
      if (this.start !== start) return;
      this.#startCells = cells;
      this.truth = truth;
      this.base = null;
      this.#want(cells);
    });
  }

  reset(): void {
    this.#want(this.#startCells);
  }

  set(column: number, cell: string | null): void {
    this.#want(this.cells.with(column, cell));
  }

  setLevel(level: number): void {
    this.level = level;
    this.#want(this.cells);
  }

  dispose(): void {
    this.#stop.abort();
  }

  get #signal() {
    return { signal: this.#stop.signal };
  }

  #want(cells: Cells): void {
    this.cells = cells;
    this.#wanted = { cells, level: this.level };
    if (!this.#asking) void this.#follow();
  }

  async #follow(): Promise<void> {
    this.#asking = true;
    await this.#try(async () => {
      while (this.#wanted !== null) {
        const { cells, level } = this.#wanted;
        this.#wanted = null;
        const { runId } = this;
        const found = await this.client.prediction.whatIf({ runId, cells: [...cells], level }, this.#signal);
        this.shown = found;
        if (cells === this.#startCells) this.base = found;
        this.failure = null;
        // They may take longer than a prediction: only those of the last cells are waited for.
        if (this.#wanted === null) void this.#contribute(cells);
      }
    });
    this.#asking = false;
  }

  async #contribute(cells: Cells): Promise<void> {
    this.#abortContributions.abort();
    const stop = new AbortController();
    this.#abortContributions = stop;
    const { runId } = this;
    const signal = AbortSignal.any([stop.signal, this.#stop.signal]);
    try {
      const found = await this.client.prediction.contributions({ runId, cells: [...cells] }, { signal });
      if (!signal.aborted) this.contributions = found;
    } catch {
      // The prediction is there without them.
      if (!signal.aborted) this.contributions = null;
    }
  }

  async #try(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!this.#stop.signal.aborted) this.failure = failureOf(error);
    }
  }
}
