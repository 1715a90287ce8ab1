// Tries another reading of the open file. A small table is read again at once; for a large one the first rows are shown with the new
// reading until a person takes or leaves it. A draft belongs to the table it was made on and ends when the file is read again.

import type { Dataset, Sample } from '../../../app/contract/table/dataset.ts';
import type { Reading } from '../../../app/contract/table/reading.ts';
import { type Failure, failureOf } from '../failure.ts';
import type { Workspace } from '../workspace.svelte.ts';
import type { TableChanges } from './tableChanges.svelte.ts';

/** Milliseconds without a change before a draft is read, so that typing and arrow keys cause one request. */
const restMs = 150;
/** Largest file and table that are read again at once: larger ones take longer than about 0.3 s. */
const largest = { bytes: 8e6, cells: 1e6 };

/** An undefined setting is detected from the file again. */
export type ReadingChange = { [Key in keyof Reading]?: Reading[Key] | undefined };

export function changedReading(reading: Reading, change: ReadingChange): Reading {
  const entries = Object.entries({ ...reading, ...change }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Reading;
}

export class Rereading {
  readonly #workspace: Workspace;
  readonly #changes: TableChanges;
  #draft = $state.raw<{ of: string; reading: Reading } | null>(null);
  #sample = $state.raw<Sample | null>(null);
  #refusal = $state.raw<Failure | null>(null);
  #looking = $state(false);
  #preview: AbortController | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(workspace: Workspace, changes: TableChanges) {
    this.#workspace = workspace;
    this.#changes = changes;
  }

  /** The chosen reading that the table was not read with yet; null without one. */
  get draft(): Reading | null {
    const { dataset } = this.#workspace;
    return this.#draft !== null && this.#draft.of === dataset?.id ? this.#draft.reading : null;
  }
  /** The file's first rows, read with the draft's settings. */
  get sample(): Sample | null {
    return this.draft === null ? null : this.#sample;
  }
  /** Why the file cannot be read with the draft's settings. */
  get refusal(): Failure | null {
    return this.draft === null ? null : this.#refusal;
  }
  /** Whether the first rows are being read. */
  get looking(): boolean {
    return this.#looking;
  }
  /** Whether a draft waits to be taken: only for a large table. */
  get waits(): boolean {
    const { dataset } = this.#workspace;
    return dataset !== null && this.draft !== null && !isSmall(dataset);
  }

  choose(change: ReadingChange): void {
    const { dataset } = this.#workspace;
    if (!dataset) return;
    const reading = changedReading(this.draft ?? dataset.reading, change);
    this.#draft = { of: dataset.id, reading };
    this.#refusal = null;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void (isSmall(dataset) ? this.take() : this.#look(reading)), restMs);
  }

  /** Reads the whole file with the draft. */
  async take(): Promise<void> {
    const { draft } = this;
    if (draft === null) return;
    this.#stopLooking();
    const done = await this.#changes.reread(draft);
    if (!done && this.draft === draft) this.#draft = null;
  }

  leave(): void {
    this.#stopLooking();
    this.#draft = null;
  }

  async #look(reading: Reading): Promise<void> {
    this.#stopLooking();
    const preview = new AbortController();
    this.#preview = preview;
    this.#looking = true;
    try {
      const { signal } = preview;
      const sample = await this.#workspace.client.dataset.preview({ reading }, { signal });
      if (this.#preview === preview) this.#sample = sample;
    } catch (error) {
      if (this.#preview !== preview) return;
      this.#sample = null;
      this.#refusal = failureOf(error);
    } finally {
      if (this.#preview === preview) this.#looking = false;
    }
  }

  #stopLooking(): void {
    clearTimeout(this.#timer);
    this.#preview?.abort();
    this.#preview = null;
    this.#looking = false;
  }
}

function isSmall({ bytes, rows, columns }: Dataset): boolean {
  return bytes <= largest.bytes && rows * columns.length <= largest.cells;
}
