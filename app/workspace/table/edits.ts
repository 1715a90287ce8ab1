// What a person can take back: how the table was read and what the spec was before each change of either. Kept in memory, for the
// open table only; opening another file forgets it.

import type { Reason } from '../../contract/issues/reasons.ts';
import type { RunSpec } from '../../contract/spec/spec.ts';
import type { Reading } from '../../contract/table/reading.ts';

export interface Edited {
  reading: Reading;
  spec: RunSpec | null;
  reasons: Reason[];
}

/** More are forgotten, the oldest first. */
const kept = 100;

export class Edits {
  #back: Edited[] = [];
  #forth: Edited[] = [];

  get counts(): { back: number; forth: number } {
    return { back: this.#back.length, forth: this.#forth.length };
  }

  /** Notes what was there before a change that a person made. */
  record(before: Edited): void {
    this.#back = [...this.#back, before].slice(-kept);
    this.#forth = [];
  }

  /** A change that goes on with the one noted last. */
  amend(): void {
    this.#forth = [];
  }

  /** What going back or forth leads to; null where there is nothing. */
  next(way: 'back' | 'forth'): Edited | null {
    return (way === 'back' ? this.#back : this.#forth).at(-1) ?? null;
  }

  /** Goes there from `now`, which can be gone to again. */
  back(now: Edited): Edited | null {
    const edited = this.#back.pop() ?? null;
    if (edited !== null) this.#forth.push(now);
    return edited;
  }

  forth(now: Edited): Edited | null {
    const edited = this.#forth.pop() ?? null;
    if (edited !== null) this.#back.push(now);
    return edited;
  }

  clear(): void {
    this.#back = [];
    this.#forth = [];
  }
}
