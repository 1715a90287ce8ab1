// Repeatable chance for tests that try many cases: what a failing case prints as its seed makes it again.
import { noise } from './training.ts';

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
