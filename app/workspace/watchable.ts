// A value that streams to whoever watches it: first as it is, then after each change, coalesced so that a
// slow reader gets the newest and never a queue. `changed` wakes watchers that compute what they send themselves.

/** Ten messages a second are as smooth as a person can read, whatever the engine does. */
const minimumIntervalMs = 100;

export class Watchable<T> {
  #value: T;
  #version = 0;
  #wake = new Set<() => void>();

  constructor(value: T) {
    this.#value = value;
  }

  get value(): T {
    return this.#value;
  }

  set(value: T) {
    this.#value = value;
    this.changed();
  }

  changed() {
    this.#version++;
    for (const wake of this.#wake) wake();
  }

  /** Ends when `signal` is aborted, or after the value for which `last` is true has been yielded. */
  async *watch(
    signal: AbortSignal | undefined,
    last: (value: T) => boolean = () => false,
  ): AsyncGenerator<T, void> {
    while (!signal?.aborted) {
      const seen = this.#version;
      const sentAt = Date.now();
      const ends = last(this.#value);
      yield this.#value;
      if (ends) return;
      await this.#changeAfter(seen, signal);
      await pause(sentAt + minimumIntervalMs - Date.now(), signal);
    }
  }

  #changeAfter(version: number, signal: AbortSignal | undefined): Promise<void> {
    if (this.#version !== version || signal?.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = () => {
        this.#wake.delete(wake);
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      this.#wake.add(wake);
      signal?.addEventListener('abort', wake);
    });
  }
}

function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  if (milliseconds <= 0 || signal?.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(done, milliseconds);
    function done() {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    }
    signal?.addEventListener('abort', done);
  });
}
