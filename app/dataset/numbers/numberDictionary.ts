// A dictionary of numbers: each different number gets an index in the order of first appearance. A hash table with open
// addressing and linear probing in typed arrays; a Map holds at most 2^24 entries and takes five times the memory.
import { hashOf } from './distinctNumbers.ts';

export class NumberDictionary {
  private keys = new Float64Array(2 ** 8);
  /** Index + 1 of the key in a slot, 0 for a free slot. At least half of the slots are free. */
  private slots = new Uint32Array(2 ** 9);
  private shift = 32 - 9;
  private count = 0;
  private indexOfNaN = -1;
  private readonly key = new Float64Array(1);
  private readonly halves = new Int32Array(this.key.buffer);

  /** How many different numbers were added. */
  get size(): number {
    return this.count;
  }

  /** The number of each index; valid until the next one is added. */
  get numbers(): Float64Array<ArrayBuffer> {
    return this.keys.subarray(0, this.count);
  }

  /** The index of `value`, from 0; adds it if it is new. All NaN are one number; 0 and -0 are the same. */
  indexOf(value: number): number {
    if (Number.isNaN(value)) {
      if (this.indexOfNaN < 0) this.indexOfNaN = this.append(value);
      return this.indexOfNaN;
    }
    const at = this.slotOf(value);
    if (this.slots[at] !== 0) return this.slots[at]! - 1;
    const index = this.append(value + 0);
    this.slots[at] = index + 1;
    if (2 * this.count > this.slots.length) this.grow();
    return index;
  }

  /** The index of `value`, which must not be NaN; -1 if it was not added. */
  find(value: number): number {
    return this.slots[this.slotOf(value)]! - 1;
  }

  /** The slot of `value`, or the free slot for it. */
  private slotOf(value: number): number {
    const { slots, keys } = this;
    const mask = slots.length - 1;
    this.key[0] = value;
    let at = hashOf(value, this.halves[0]!, this.halves[1]!) >>> this.shift;
    while (slots[at] !== 0 && keys[slots[at]! - 1] !== value) at = (at + 1) & mask;
    return at;
  }

  private append(value: number): number {
    if (this.count === this.keys.length) {
      const larger = new Float64Array(2 * this.keys.length);
      larger.set(this.keys);
      this.keys = larger;
    }
    this.keys[this.count] = value;
    return this.count++;
  }

  private grow(): void {
    this.slots = new Uint32Array(2 * this.slots.length);
    this.shift--;
    for (let index = 0; index < this.count; index++) {
      const value = this.keys[index]!;
      if (!Number.isNaN(value)) this.slots[this.slotOf(value)] = index + 1;
    }
  }
}
