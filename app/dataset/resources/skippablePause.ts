// Work that waits for a quiet moment now and then, until somebody waits for it.

export class Haste {
  #begin: () => void = () => {};
  readonly #begun = new Promise<void>((resolve) => {
    this.#begin = resolve;
  });

  /** From now on nothing is waited for. */
  begin(): void {
    this.#begin();
  }

  /** `pause`, cut short where there is haste. */
  unless(pause: () => Promise<void>): () => Promise<void> {
    return () => Promise.race([pause(), this.#begun]);
  }
}
