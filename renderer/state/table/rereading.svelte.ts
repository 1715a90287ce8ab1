// How the open file is to be read, while a person tries it out. A small table is read again at once; of a large one the first rows
// are shown as they would be, until the choice is taken or left. A choice holds for the table it was made on: when the file was
// read again there is none.

import type { Dataset, Sample } from '../../../app/contract/table/dataset.ts';
import type { Reading } from '../../../app/contract/table/reading.ts';
import { type Failure, failureOf } from '../failure.ts';
import type { Workspace } from '../workspace.svelte.ts';
import type { TableChanges } from './tableChanges.svelte.ts';

/** Milliseconds of rest after which a choice is looked at, so that typing and arrow keys ask once. */
const restMs = 150;
/** Files and tables beyond these take longer to be read than a person waits for a click: some 0.3 s. */
const largest = { bytes: 8e6, cells: 1e6 };

/** A setting that is undefined is detected again. */
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

  /** What was chosen and is not yet how the table was read. */
  get draft(): Reading | null {
    const { dataset } = this.#workspace;
    return this.#draft !== null && this.#draft.of === dataset?.id ? this.#draft.reading : null;
  }
  /** The file's first rows, read with the draft's settings. */
  get sample(): Sample | null {
    return this.draft === null ? null : this.#sample;
  }
  /** Why the file cannot be read so. */
  get refusal(): Failure | null {
    return this.draft === null ? null : this.#refusal;
  }
  /** Whether the first rows are being looked at. */
  get looking(): boolean {
    return this.#looking;
  }
  /** Whether a choice waits for being taken. */
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

  /** Reads the whole file as chosen. */
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
