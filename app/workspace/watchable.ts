// A value that streams to its watchers: first as it is, then after each change. Changes are combined, so a slow reader gets the newest
// value and never a queue. `changed` wakes watchers that compute what they send themselves. The result of a person's command is sent
// without delay.

/** Ten messages a second are as smooth as a person can read, whatever the engine does. */
const minimumIntervalMs = 100;

export class Watchable<T> {
  #value: T;
  #version = 0;
  /** Of the last change that is sent at once. */
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

  /** `atOnce`: without waiting until the last message is old enough. */
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

  /** Until a change has made `enough` true, `most` milliseconds have gone by, or `signal` is aborted. */
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
