// Random whole numbers that are the same on every platform: xoshiro128** (Blackman and Vigna). splitmix32 fills its state from
// the seed, so that neighbouring seeds give unrelated numbers. 32-bit integers only.
import { inSteps } from '../resources/inSteps.ts';

export class Random {
  private a: number;
  private b: number;
  private c: number;
  private d: number;

  /** `seed` 0..2^32-1. */
  constructor(seed: number) {
    let state = seed >>> 0;
    const next = () => {
      state = (state + 0x9e3779b9) | 0;
      let z = state ^ (state >>> 16);
      z = Math.imul(z, 0x21f0aaad);
      z ^= z >>> 15;
      z = Math.imul(z, 0x735a2d97);
      return z ^ (z >>> 15);
    };
    this.a = next();
    this.b = next();
    this.c = next();
    this.d = next();
  }

  /** 0..2^32-1. */
  private next(): number {
    const product = Math.imul(this.b, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9);
    const shifted = this.b << 9;
    this.c ^= this.a;
    this.d ^= this.b;
    this.b ^= this.c;
    this.a ^= this.d;
    this.c ^= shifted;
    this.d = (this.d << 11) | (this.d >>> 21);
    return result >>> 0;
  }

  /** 0..limit-1 with equal probability; `limit` is 1..2^32. */
  below(limit: number): number {
    const whole = 2 ** 32 - (2 ** 32 % limit);
    for (;;) {
      const value = this.next();
      if (value < whole) return value % limit;
    }
  }

  /** In [0, 1), a multiple of 2^-24, so exactly a float32. */
  share(): number {
    return (this.next() >>> 8) / 2 ** 24;
  }

  /** Fisher-Yates shuffle, in place; the event loop can handle other work in between. */
  async shuffle(items: Uint32Array): Promise<void> {
    await inSteps(items.length - 1, (from, to) => {
      for (let step = from; step < to; step++) {
        const i = items.length - 1 - step;
        const j = this.below(i + 1);
        const kept = items[i]!;
        items[i] = items[j]!;
        items[j] = kept;
      }
    });
  }
}
