// Whether the meaning of a label is shown: while the label is pointed at or has the focus, until Escape is pressed (WCAG 1.4.13). The
// pointer may move from the label onto the meaning.

export class HintState {
  #pointed = $state(false);
  #focused = $state(false);
  /** Dismissed with Escape; reset when the label is pointed at or focused again. */
  #dismissed = $state(false);
  #above = $state(false);

  /** Whether the meaning is shown above its label, because it does not fit below. */
  get above(): boolean {
    return this.#above;
  }
  get shown(): boolean {
    return (this.#pointed || this.#focused) && !this.#dismissed;
  }

  /** Listens for Escape, wherever the focus is, while the calling component exists. @param tooltip the element with the meaning. */
  keepUp(tooltip: () => HTMLElement | undefined): void {
    $effect(() => {
      if (!this.shown) {
        this.#above = false;
        return;
      }
      const bottom = tooltip()?.getBoundingClientRect().bottom ?? 0;
      if (bottom > innerHeight) this.#above = true;
      const key = (event: KeyboardEvent) => {
        if (event.key === 'Escape') this.#dismissed = true;
      };
      addEventListener('keydown', key);
      return () => removeEventListener('keydown', key);
    });
  }

  point(): void {
    this.#pointed = true;
    this.#dismissed = false;
  }
  /** @param to the element that the pointer moved to. */
  leave(to: EventTarget | null): void {
    this.#pointed = to instanceof HTMLElement && to.closest('[role="tooltip"]') !== null;
  }
  focus(target: EventTarget | null): void {
    this.#focused = target instanceof HTMLElement && target.matches(':focus-visible');
    this.#dismissed = false;
  }
  blur(): void {
    this.#focused = false;
  }
}
