// A gate that can be closed: who comes meanwhile waits until it is opened.
export class Gate {
  #closed: { opened: Promise<void>; open: () => void } | null = null;

  close(): void {
    if (this.#closed !== null) return;
    let open = () => {};
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    this.#closed = { opened, open };
  }

  open(): void {
    this.#closed?.open();
    this.#closed = null;
  }

  /** Resolves at once where it is open. */
  async opened(): Promise<void> {
    while (this.#closed !== null) await this.#closed.opened;
  }
}
