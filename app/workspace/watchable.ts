// A value that streams to its watchers: first the present value, then one after each change. Changes are combined, so a slow
// reader gets only the newest value, without a queue. `changed` wakes watchers that compute what they send. The result of a
// person's command is sent without delay.

/** Ten messages a second are enough for a person, however fast the engine is. */
const minimumIntervalMs = 100;

export class Watchable<T> {
  #value: T;
  #version = 0;
  /** Version of the last change that is sent at once. */
  #urgent = 0;
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

  /** `atOnce`: send without waiting for the minimum interval. */
  changed(atOnce = false) {
    this.#version++;
    if (atOnce) this.#urgent = this.#version;
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
      await this.#woken(() => this.#version !== seen, null, signal);
      await this.#woken(() => this.#urgent > seen, sentAt + minimumIntervalMs - Date.now(), signal);
    }
  }

  /** Resolves when a change has made `enough` true, `most` milliseconds have passed, or `signal` is aborted. */
  #woken(enough: () => boolean, most: number | null, signal: AbortSignal | undefined): Promise<void> {
    if (enough() || signal?.aborted || (most !== null && most <= 0)) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        this.#wake.delete(wake);
        signal?.removeEventListener('abort', done);
        clearTimeout(timer);
        resolve();
      };
      const wake = () => {
        if (enough()) done();
      };
      const timer = most === null ? undefined : setTimeout(done, most);
      this.#wake.add(wake);
      signal?.addEventListener('abort', done);
    });
  }
}
