// Rows of the open table as they are needed, in one order and choice of them: chunks that were asked for stay until too many are
// kept. One question is on its way at a time; while a person scrolls fast only the rows at the last position are requested.

import type { RowWindow } from '../../../../app/contract/table/dataset.ts';
import type { Span } from './gridWindow.ts';

export type Cells = readonly (string | null)[];
export interface Row {
  /** 0-based number in the table. */
  number: number;
  cells: Cells;
}
export type FetchRows = (offset: number, limit: number, signal: AbortSignal) => Promise<RowWindow>;

const chunksKept = 24;

export class RowCache {
  readonly #fetch: FetchRows;
  readonly #size: number;
  readonly #chunks = new Map<number, RowWindow>();
  readonly #abort = new AbortController();
  #wanted: Span | null = null;
  #fetching = false;
  /** Counts answers, so that what reads `row` is drawn again. */
  #answers = $state(0);
  #count = $state<number | null>(null);
  #failure = $state.raw<unknown>(null);

  /** @param count of all rows, where it is known before the first of them has come. */
  constructor(fetch: FetchRows, size: number, count: number | null) {
    this.#fetch = fetch;
    this.#size = size;
    this.#count = count;
  }

  get failure(): unknown {
    return this.#failure;
  }
  /** How many rows there are, null until that is known. */
  get count(): number | null {
    return this.#count;
  }
  /** Whether any row has come. */
  get begun(): boolean {
    return this.#answers > 0;
  }

  /** @param index 0-based in the view. Undefined until the row has come. */
  row(index: number): Row | undefined {
    void this.#answers;
    const chunk = this.#chunks.get(Math.floor(index / this.#size));
    const at = index % this.#size;
    const cells = chunk?.rows[at];
    return cells && { number: chunk.numbers[at] ?? index, cells };
  }

  want(span: Span): void {
    this.#wanted = span;
    if (!this.#fetching) void this.#fill();
  }

  /** Nobody wants rows any more. */
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
    // Before the count is known the first rows tell it.
    const end = this.#count === null ? 1 : Math.min(this.#wanted.end, this.#count);
    const first = this.#count === null ? 0 : Math.floor(this.#wanted.first / this.#size);
    for (let chunk = first; chunk * this.#size < end; chunk += 1) {
      if (!this.#chunks.has(chunk)) return chunk;
    }
    return null;
  }

  #keep(chunk: number, window: RowWindow): void {
    this.#chunks.set(chunk, window);
    // A map remembers the order of insertion: its first key is the chunk that came longest ago.
    for (const oldest of this.#chunks.keys()) {
      if (this.#chunks.size <= chunksKept) break;
      this.#chunks.delete(oldest);
    }
    this.#count = window.count;
    this.#answers += 1;
  }
}
