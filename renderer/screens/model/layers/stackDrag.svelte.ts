// A layer's card on its way to another place: which card, how far it was dragged, and before which card it would be put down.
// Geometry is measured when it is picked up; nothing is changed before it is put down.

interface Span {
  top: number;
  bottom: number;
}

export class StackDrag {
  #from = $state<number | null>(null);
  #offset = $state(0);
  #start = 0;
  #spans: Span[] = [];

  /** Index of the card that is carried; null while none is. */
  get from(): number | null {
    return this.#from;
  }
  /** Pixels downwards from where it was picked up. */
  get offset(): number {
    return this.#offset;
  }

  /** @param spans of all cards from top to bottom, in the pointer's coordinates. */
  pickUp(from: number, y: number, spans: Span[]): void {
    this.#from = from;
    this.#start = y;
    this.#spans = spans;
    this.#offset = 0;
  }

  carry(y: number): void {
    if (this.#from !== null) this.#offset = y - this.#start;
  }

  /** Index that it would have if it were put down now. */
  get to(): number | null {
    const from = this.#from;
    const own = from === null ? undefined : this.#spans[from];
    if (from === null || !own) return null;
    const middle = (own.top + own.bottom) / 2 + this.#offset;
    return this.#spans.filter((span, i) => i !== from && (span.top + span.bottom) / 2 < middle).length;
  }

  /** Where it goes, or null where it stays. */
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
