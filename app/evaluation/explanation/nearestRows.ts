// The rows of a matrix that are nearest to one row, by the Euclidean distance of the network's inputs. Takes the matrix in pieces.

export interface NearRow {
  /** As given with the piece. */
  row: number;
  distance: number;
}

export class NearestRows {
  readonly #inputs: ArrayLike<number>;
  readonly #most: number;
  /** Squared distances, ascending; of equal ones the first row first. */
  #found: { row: number; square: number }[] = [];

  constructor(inputs: ArrayLike<number>, most: number) {
    this.#inputs = inputs;
    this.#most = most;
  }

  /** @param features one row of inputs for each of `rows`. */
  add(features: Float32Array, rows: Uint32Array, except: number): void {
    const width = this.#inputs.length;
    for (const [k, row] of rows.entries()) {
      if (row === except) continue;
      const limit = this.#found.length < this.#most ? Number.POSITIVE_INFINITY : this.#found.at(-1)!.square;
      let square = 0;
      // A row that is already too far need not be added up.
      for (let i = 0; i < width && square < limit; i++)
        square += (features[k * width + i]! - this.#inputs[i]!) ** 2;
      if (square < limit) this.#insert({ row, square });
    }
  }

  #insert(one: { row: number; square: number }): void {
    const at = this.#found.findIndex(({ square }) => one.square < square);
    this.#found.splice(at < 0 ? this.#found.length : at, 0, one);
    this.#found.length = Math.min(this.#found.length, this.#most);
  }

  get rows(): NearRow[] {
    return this.#found.map(({ row, square }) => ({ row, distance: Math.sqrt(square) }));
  }
}
