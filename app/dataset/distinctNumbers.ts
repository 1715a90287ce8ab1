// Counts different numbers: a hash table with open addressing and linear probing, in one typed array.

const empty = Number.NaN;

export class DistinctNumbers {
  private readonly most: number;
  private table: Float64Array;
  private shift: number;
  private count = 0;

  /** Stops counting at `most` + 1; with room for `expected` before it has to grow. */
  constructor(most = Number.POSITIVE_INFINITY, expected = 0) {
    this.most = most;
    const bits = Math.max(12, Math.ceil(Math.log2(2 * expected + 1)));
    this.shift = 32 - bits;
    this.table = new Float64Array(2 ** bits).fill(empty);
  }

  /** How many different numbers came, at most `most` + 1; 0 and -0 are one. */
  get size(): number {
    return this.count;
  }

  /** Whether there are more than `most`. */
  get over(): boolean {
    return this.count > this.most;
  }

  /** NaN is passed over. */
  add(values: Float64Array): void {
    const halves = new Int32Array(values.buffer, values.byteOffset, 2 * values.length);
    for (let i = 0; i < values.length && !this.over; i++) {
      const value = values[i]!;
      if (Number.isNaN(value)) continue;
      if (!this.insert(value, hashOf(value, halves[2 * i]!, halves[2 * i + 1]!))) continue;
      this.count++;
      if (2 * this.count > this.table.length) this.grow();
    }
  }

  private insert(value: number, hash: number): boolean {
    const { table } = this;
    const mask = table.length - 1;
    for (let at = hash >>> this.shift; ; at = (at + 1) & mask) {
      const found = table[at]!;
      if (found === value) return false;
      if (Number.isNaN(found)) {
        table[at] = value;
        return true;
      }
    }
  }

  private grow(): void {
    const old = this.table;
    this.table = new Float64Array(4 * old.length).fill(empty);
    this.shift -= 2;
    const halves = new Int32Array(old.buffer);
    for (let i = 0; i < old.length; i++) {
      const value = old[i]!;
      if (!Number.isNaN(value)) this.insert(value, hashOf(value, halves[2 * i]!, halves[2 * i + 1]!));
    }
  }
}

/** Of a number and the halves of its bits: multiplications by odd constants (those of splitmix32); the best bits are the
 *  highest. 0 and -0 are the same. */
function hashOf(value: number, low: number, high: number): number {
  if (value === 0) return 0;
  return Math.imul(Math.imul(high, 0x21f0aaad) ^ low ^ (high >>> 15), 0x735a2d97);
}
