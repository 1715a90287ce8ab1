// Repeats a call for data that changes during a run: one call in flight, at most one per `everyMs`, and after each call a pause at
// least as long as the call, so that half of the backend's time is left for clicks. The signal cancels it.

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

  /** Requests one more call, because something changed. */
  touch(): void {
    this.#due = true;
    this.#wake?.();
  }

  /** Calls `ask` after each touch until `signal` is aborted. `fail` gets its errors; the next touch calls it again. */
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
