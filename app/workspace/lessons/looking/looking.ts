// What was computed for the values of a lesson, each with what it depends on: `look` is asked four times a second, and most of it stays the same
// between two steps of training.

interface Kept {
  /** What it depends on. */
  on: readonly unknown[];
  value: Promise<unknown>;
}

export class Looking {
  readonly #kept = new Map<string, Kept>();
  #losses: { of: string; bySteps: Map<number, number | null> } = { of: '', bySteps: new Map() };

  /** The value called `name`; computed again only where something that it depends on is another. */
  once<Value>(name: string, on: readonly unknown[], compute: () => Promise<Value>): Promise<Value> {
    const known = this.#kept.get(name);
    if (known !== undefined && known.on.length === on.length && known.on.every((one, k) => one === on[k]))
      return known.value as Promise<Value>;
    const kept = { on: [...on], value: compute() };
    this.#kept.set(name, kept);
    kept.value.catch(() => {
      if (this.#kept.get(name) === kept) this.#kept.delete(name);
    });
    return kept.value;
  }

  /** The losses that are known, by steps. @param of a run and how often it was rewound */
  lossesOf(of: string): Map<number, number | null> {
    if (this.#losses.of !== of) this.#losses = { of, bySteps: new Map() };
    return this.#losses.bySteps;
  }
}
