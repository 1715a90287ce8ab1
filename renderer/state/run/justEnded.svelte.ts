// Whether a run or race ended within the last half second. A Space pressed then was meant to pause it and must not start the next one.

/** Milliseconds; a person needs about 300 to see a change and not to press a key. */
const momentMs = 500;

export class JustEnded {
  #endedAt = Number.NEGATIVE_INFINITY;

  /** Follows `ended` while the calling component exists. */
  keepUp(ended: () => boolean): void {
    $effect(() => {
      if (ended()) this.#endedAt = performance.now();
    });
  }

  get now(): boolean {
    return performance.now() - this.#endedAt < momentMs;
  }
}
