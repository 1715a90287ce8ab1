// Repeatable chance: a number for each index, the same on every machine, and dice for tests that try many cases. A failing case
// prints its seed; the seed makes the case again.

/** A number in [-1, 1) for each index, by a hash. */
export function noise(index: number): number {
  let x = (index + 1) * 0x9e3779b1;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return ((x ^ (x >>> 16)) | 0) / 2 ** 31;
}

export class Dice {
  readonly seed: number;
  private thrown = 0;

  constructor(seed: number) {
    this.seed = seed;
  }

  /** In [0, 1). */
  share(): number {
    return (noise(Math.imul(this.seed, 0x632be5ab) + this.thrown++) + 1) / 2;
  }

  /** In [least, most). */
  between(least: number, most: number): number {
    return least + this.share() * (most - least);
  }

  /** A whole number in [least, most]. */
  whole(least: number, most: number): number {
    return least + Math.floor(this.share() * (most - least + 1));
  }

  chance(probability: number): boolean {
    return this.share() < probability;
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[this.whole(0, items.length - 1)]!;
  }
}
