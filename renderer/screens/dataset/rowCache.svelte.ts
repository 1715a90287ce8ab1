// Rows of the open table as they are needed: chunks that were asked for stay until too many are kept. One question is on its way
// at a time; while a person scrolls fast only the last place they came to is asked for.
import type { RowWindow } from '../../../app/contract/dataset.ts';
import type { Span } from './gridWindow.ts';

export type Row = readonly (string | null)[];

const chunksKept = 24;

export class RowCache {
  readonly #fetch: (offset: number, limit: number) => Promise<RowWindow>;
  readonly #size: number;
  readonly #chunks = new Map<number, readonly Row[]>();
  #wanted: Span | null = null;
  #fetching = false;
  /** Counts answers, so that what reads `row` is drawn again. */
  #answers = $state(0);
  #failure = $state.raw<unknown>(null);

  constructor(fetch: (offset: number, limit: number) => Promise<RowWindow>, size: number) {
    this.#fetch = fetch;
    this.#size = size;
  }

  get failure(): unknown {
    return this.#failure;
  }

  /** The row's cells, undefined until they have come. */
  row(index: number): Row | undefined {
    void this.#answers;
    return this.#chunks.get(Math.floor(index / this.#size))?.[index % this.#size];
  }

  want(span: Span): void {
    this.#wanted = span;
    if (!this.#fetching) void this.#fill();
  }

  async #fill(): Promise<void> {
    this.#fetching = true;
    try {
      for (let chunk = this.#missing(); chunk !== null; chunk = this.#missing()) {
        const { rows } = await this.#fetch(chunk * this.#size, this.#size);
        this.#keep(chunk, rows);
        this.#failure = null;
      }
    } catch (error) {
      this.#failure = error;
    } finally {
      this.#fetching = false;
    }
  }

  #missing(): number | null {
    if (!this.#wanted) return null;
    const last = Math.floor((this.#wanted.end - 1) / this.#size);
    for (let chunk = Math.floor(this.#wanted.first / this.#size); chunk <= last; chunk += 1) {
      if (!this.#chunks.has(chunk)) return chunk;
    }
    return null;
  }

  #keep(chunk: number, rows: readonly Row[]): void {
    this.#chunks.set(chunk, rows);
    // A map remembers the order of insertion: its first key is the chunk that came longest ago.
    for (const oldest of this.#chunks.keys()) {
      if (this.#chunks.size <= chunksKept) break;
      this.#chunks.delete(oldest);
    }
    this.#answers += 1;
  }
}
