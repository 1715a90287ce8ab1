// Counts different numbers with a hash table (open addressing, linear probing) in one typed array.
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

  /** How many different numbers were added, at most `most` + 1; 0 and -0 count as one. */
  get size(): number {
    return this.count;
  }

  /** Whether there are more than `most`. */
  get over(): boolean {
    return this.count > this.most;
  }

  /** NaN is ignored. */
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

/** How many different numbers `values` holds; NaN is ignored. Numbers are distributed into buckets by their hash and counted
 *  bucket by bucket, each in a table that fits into a cache: half the time for a million numbers. The event loop can handle
 *  other work in between. */
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
  // The distribution moved each bucket's start to its end.
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
/** Numbers counted between two turns of the event loop: a hundredth of a second. */
const countedAtOnce = 250_000;

/** The bits of the hash that `hashOf` uses last. */
function bucketHash(value: number, low: number, high: number): number {
  return (hashOf(value, low, high) >>> 8) & (buckets - 1);
}

/** Hash of a number, given with the two halves of its bits: multiplications by odd constants (those of splitmix32); the highest
 *  bits are the best mixed. 0 and -0 have the same hash. */
export function hashOf(value: number, low: number, high: number): number {
  if (value === 0) return 0;
  return Math.imul(Math.imul(high, 0x21f0aaad) ^ low ^ (high >>> 15), 0x735a2d97);
}
