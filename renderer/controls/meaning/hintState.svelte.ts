// Whether the meaning of a label is shown: while it is pointed at or has the focus, until Escape (WCAG 1.4.13). The pointer may go over
// from the label to the meaning.

export class HintState {
  #pointed = $state(false);
  #focused = $state(false);
  /** Until it is pointed at, or gets the focus, anew. */
  #dismissed = $state(false);

  get shown(): boolean {
    return (this.#pointed || this.#focused) && !this.#dismissed;
  }

  /** For the life of the component that calls it: Escape is heard wherever the focus is. */
  keepUp(): void {
    $effect(() => {
      if (!this.shown) return;
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
