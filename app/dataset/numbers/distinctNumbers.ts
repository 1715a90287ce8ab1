// Counts different numbers: a hash table with open addressing and linear probing, in one typed array.
import { setImmediate } from 'node:timers/promises';
import { inSteps } from '../resources/inSteps.ts';

const empty = Number.NaN;

export class DistinctNumbers {
  private readonly most: number;
  private table: Float64Array;
  private shift = 32 - 8;
  private count = 0;

  /** Stops counting at `most` + 1. */
  constructor(most = Number.POSITIVE_INFINITY) {
    this.most = most;
    this.table = new Float64Array(2 ** 8).fill(empty);
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

/** How many different numbers `values` holds, NaN not counted. Numbers are distributed into buckets by their hash and counted
 *  bucket by bucket, each in a table that fits a cache: half the time for a million of them. The event loop serves others in between. */
export async function countDistinct(values: Float64Array): Promise<number> {
  const halves = new Int32Array(values.buffer, values.byteOffset, 2 * values.length);
  const bucketOf = (i: number) => bucketHash(values[i]!, halves[2 * i]!, halves[2 * i + 1]!);
  const ends = new Uint32Array(buckets + 1);
  await inSteps(values.length, (from, to) => {
    for (let i = from; i < to; i++) ends[bucketOf(i) + 1]!++;
  });
  for (let bucket = 0; bucket < buckets; bucket++) ends[bucket + 1]! += ends[bucket]!;
  const distributed = new Float64Array(values.length);
  await inSteps(values.length, (from, to) => {
    for (let i = from; i < to; i++) distributed[ends[bucketOf(i)]!++] = values[i]!;
  });
  let count = 0;
  let turned = 0;
  // Distributing moved each bucket's start to its end.
  for (let bucket = 0; bucket < buckets; bucket++) {
    const distinct = new DistinctNumbers();
    distinct.add(distributed.subarray(bucket === 0 ? 0 : ends[bucket - 1]!, ends[bucket]!));
    count += distinct.size;
    if (ends[bucket]! - turned < countedAtOnce) continue;
    turned = ends[bucket]!;
    await setImmediate();
  }
  return count;
}

const buckets = 256;
/** Between two turns of others: a hundredth of a second. */
const countedAtOnce = 250_000;

/** Bits that `hashOf` does not use first. */
function bucketHash(value: number, low: number, high: number): number {
  return (hashOf(value, low, high) >>> 8) & (buckets - 1);
}

/** Of a number and the halves of its bits: multiplications by odd constants (those of splitmix32); the best bits are the
 *  highest. 0 and -0 are the same. */
export function hashOf(value: number, low: number, high: number): number {
  if (value === 0) return 0;
  return Math.imul(Math.imul(high, 0x21f0aaad) ^ low ^ (high >>> 15), 0x735a2d97);
}
