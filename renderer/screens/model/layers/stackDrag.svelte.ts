// The dragging of a layer's card: which card, how far it was dragged, and the index at which it would be dropped. Positions of the
// cards are measured when it is picked up; the spec does not change before it is dropped.

interface Span {
  top: number;
  bottom: number;
}

export class StackDrag {
  #from = $state<number | null>(null);
  #offset = $state(0);
  #start = 0;
  #spans: Span[] = [];

  /** Index of the dragged card; null while none is dragged. */
  get from(): number | null {
    return this.#from;
  }
  /** Pixels that the card was dragged downwards. */
  get offset(): number {
    return this.#offset;
  }

  /** @param spans top and bottom of each card, from top to bottom, in the pointer's coordinates. */
  pickUp(from: number, y: number, spans: Span[]): void {
    this.#from = from;
    this.#start = y;
    this.#spans = spans;
    this.#offset = 0;
  }

  carry(y: number): void {
    if (this.#from !== null) this.#offset = y - this.#start;
  }

  /** Index that the card would have if it were dropped now. */
  get to(): number | null {
    const from = this.#from;
    const own = from === null ? undefined : this.#spans[from];
    if (from === null || !own) return null;
    const middle = (own.top + own.bottom) / 2 + this.#offset;
    return this.#spans.filter((span, i) => i !== from && (span.top + span.bottom) / 2 < middle).length;
  }

  /** Ends the drag; returns the move, or null where the card stays. */
  putDown(): { from: number; to: number } | null {
    const [from, to] = [this.#from, this.to];
    this.cancel();
    return from === null || to === null || from === to ? null : { from, to };
  }

  cancel(): void {
    this.#from = null;
    this.#offset = 0;
  }
}
