// Asks again and again for what changes while a run learns: one call in flight, never more often than a person can see, and at
// most half of the time, so that the backend has the other half for clicks. Cancelled when nothing on the screen needs it any more.

export interface Pace {
  /** Least milliseconds between the beginnings of two calls. */
  everyMs: number;
}

export class Follower {
  readonly #everyMs: number;
  #due = false;
  #wake: (() => void) | null = null;

  constructor({ everyMs }: Pace) {
    this.#everyMs = everyMs;
  }

  /** Something changed: ask once more. */
  touch(): void {
    this.#due = true;
    this.#wake?.();
  }

  /** Until `signal` is aborted. What `ask` rejects with goes to `fail`, and the next touch asks anew. */
  async follow(
    ask: (signal: AbortSignal) => Promise<void>,
    fail: (error: unknown) => void,
    signal: AbortSignal,
  ): Promise<void> {
    while (!signal.aborted) {
      await this.#touched(signal);
      if (signal.aborted) return;
      this.#due = false;
      const begun = performance.now();
      try {
        await ask(signal);
      } catch (error) {
        if (!signal.aborted) fail(error);
      }
      const took = performance.now() - begun;
      await pause(Math.max(this.#everyMs - took, took), signal);
    }
  }

  #touched(signal: AbortSignal): Promise<void> {
    if (this.#due || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        this.#wake = null;
        signal.removeEventListener('abort', done);
        resolve();
      };
      this.#wake = done;
      signal.addEventListener('abort', done);
    });
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done);
  });
}
