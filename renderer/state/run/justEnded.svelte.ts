// Whether a run or race has ended only now. A Space that comes then was meant to pause it, so it does not start the next one.

/** Milliseconds: a person needs some 300 to see that something changed and to keep a finger from a key. */
const momentMs = 500;

export class JustEnded {
  #endedAt = Number.NEGATIVE_INFINITY;

  /** Follows `ended` for the life of the component that calls it. */
  keepUp(ended: () => boolean): void {
    $effect(() => {
      if (ended()) this.#endedAt = performance.now();
    });
  }

  get now(): boolean {
    return performance.now() - this.#endedAt < momentMs;
  }
}
