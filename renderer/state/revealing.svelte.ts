// A column or a setting's control that a person asked to see from elsewhere, such as the palette. The request waits until the screen is
// shown; the component that reveals it calls `done`, so that it is revealed once.

export type Place = { kind: 'column'; name: string } | { kind: 'setting'; path: string };

export class Revealing {
  #place = $state.raw<Place | null>(null);

  get place(): Place | null {
    return this.#place;
  }
  ask(place: Place): void {
    this.#place = place;
  }
  /** Call when the place has been revealed, or cannot be. */
  done(): void {
    this.#place = null;
  }
}
