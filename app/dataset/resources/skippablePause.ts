// Pauses in background work. As soon as somebody waits for the result, the work continues without pauses.

/** Resolves when others had their turn. */
export type Pause = () => Promise<void>;

export class SkippablePause {
  #skip: () => void = () => {};
  readonly #skipped = new Promise<void>((resolve) => {
    this.#skip = resolve;
  });

  /** From now on no pause is waited for; one that goes on ends. */
  skip(): void {
    this.#skip();
  }

  /** `pause`, cut short by `skip`. */
  wrap(pause: Pause): Pause {
    return () => Promise.race([pause(), this.#skipped]);
  }
}
