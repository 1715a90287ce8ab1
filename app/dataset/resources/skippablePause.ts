// Pauses in background work. As soon as somebody waits for the result, the work continues without pauses.

/** Resolves after the event loop has handled other work. */
export type Pause = () => Promise<void>;

export class SkippablePause {
  #skip: () => void = () => {};
  readonly #skipped = new Promise<void>((resolve) => {
    this.#skip = resolve;
  });

  /** Ends the current pause and skips all later ones. */
  skip(): void {
    this.#skip();
  }

  /** `pause`, cut short by `skip`. */
  wrap(pause: Pause): Pause {
    return () => Promise.race([pause(), this.#skipped]);
  }
}
