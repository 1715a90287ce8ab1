// Whether the meaning of a label is shown: while it is pointed at or has the focus, until Escape (WCAG 1.4.13). The pointer may go over
// from the label to the meaning.

export class HintState {
  #pointed = $state(false);
  #focused = $state(false);
  /** Until it is pointed at, or gets the focus, anew. */
  #dismissed = $state(false);
  #above = $state(false);

  /** Above its label: below it there is no room. */
  get above(): boolean {
    return this.#above;
  }
  get shown(): boolean {
    return (this.#pointed || this.#focused) && !this.#dismissed;
  }

  /** For the life of the component that calls it: Escape is heard wherever the focus is. @param tooltip what shows the meaning. */
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
  /** @param to what the pointer went to. */
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
