// A cache of the open table's rows in one sort order and filter. Rows are requested in chunks when they are needed; the oldest chunks
// are dropped. One request is in flight at a time, so fast scrolling requests only the rows at the last position.

import type { RowWindow } from '../../../app/contract/table/dataset.ts';

/** What a chunk needs; it may hold more of its rows. */
type Chunk = Pick<RowWindow, 'rows' | 'numbers' | 'count'>;
export type Cells = readonly (string | null)[];
export interface Row<Window extends Chunk = RowWindow> {
  /** 0-based number in the table. */
  number: number;
  cells: Cells;
  /** The answer that it came with, and its place there. */
  window: Window;
  at: number;
}
export type FetchRows<Window extends Chunk = RowWindow> = (
  offset: number,
  limit: number,
  signal: AbortSignal,
) => Promise<Window>;

/** Rows by their indices in the view, `end` one past the last. */
interface Wanted {
  first: number;
  end: number;
}

const chunksKept = 24;

export class RowCache<Window extends Chunk = RowWindow> {
  readonly #fetch: FetchRows<Window>;
  readonly #size: number;
  readonly #chunks = new Map<number, Window>();
  readonly #abort = new AbortController();
  #wanted: Wanted | null = null;
  #fetching = false;
  /** Number of chunks received; `row` reads it, so that its readers update. */
  #answers = $state(0);
  #count = $state<number | null>(null);
  #failure = $state.raw<unknown>(null);

  /** @param count number of all rows, or null where only the first answer tells it. */
  constructor(fetch: FetchRows<Window>, size: number, count: number | null) {
    this.#fetch = fetch;
    this.#size = size;
    this.#count = count;
  }

  get failure(): unknown {
    return this.#failure;
  }
  /** Number of rows; null until it is known. */
  get count(): number | null {
    return this.#count;
  }
  /** Whether a chunk has been received. */
  get begun(): boolean {
    return this.#answers > 0;
  }

  /** The row at a 0-based index in the view; undefined until it has been received. */
  row(index: number): Row<Window> | undefined {
    void this.#answers;
    const window = this.#chunks.get(Math.floor(index / this.#size));
    const at = index % this.#size;
    const cells = window?.rows[at];
    return cells && { number: window.numbers[at] ?? index, cells, window, at };
  }

  want(span: Wanted): void {
    this.#wanted = span;
    if (!this.#fetching) void this.#fill();
  }

  /** Cancels the request in flight and requests no more rows. */
  dispose(): void {
    this.#wanted = null;
    this.#abort.abort();
  }

  async #fill(): Promise<void> {
    this.#fetching = true;
    try {
      for (let chunk = this.#missing(); chunk !== null; chunk = this.#missing()) {
        const window = await this.#fetch(chunk * this.#size, this.#size, this.#abort.signal);
        this.#keep(chunk, window);
        this.#failure = null;
      }
    } catch (error) {
      if (!this.#abort.signal.aborted) this.#failure = error;
    } finally {
      this.#fetching = false;
    }
  }

  #missing(): number | null {
    if (!this.#wanted) return null;
    // Until the count is known, the first chunk is requested, which tells it.
    const end = this.#count === null ? 1 : Math.min(this.#wanted.end, this.#count);
    const first = this.#count === null ? 0 : Math.floor(this.#wanted.first / this.#size);
    for (let chunk = first; chunk * this.#size < end; chunk += 1) {
      if (!this.#chunks.has(chunk)) return chunk;
    }
    return null;
  }

  #keep(chunk: number, window: Window): void {
    this.#chunks.set(chunk, window);
    // A map keeps the order of insertion, so its first key is the oldest chunk.
    for (const oldest of this.#chunks.keys()) {
      if (this.#chunks.size <= chunksKept) break;
      this.#chunks.delete(oldest);
    }
    this.#count = window.count;
    this.#answers += 1;
  }
}
