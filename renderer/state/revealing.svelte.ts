// A place that a person asked for from elsewhere: a column of the table, or a setting's control. Whoever shows it takes it, so that it is
// shown once; until its screen is there it waits.

export type Place = { kind: 'column'; name: string } | { kind: 'setting'; path: string };

export class Revealing {
  #place = $state.raw<Place | null>(null);

  get place(): Place | null {
    return this.#place;
  }
  ask(place: Place): void {
    this.#place = place;
  }
  /** Shown, or asked for where it cannot be shown. */
  done(): void {
    this.#place = null;
  }
}
