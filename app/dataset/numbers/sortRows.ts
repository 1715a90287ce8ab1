// Sorts row numbers by a column of numbers: a stable radix sort (least significant digit first) of the doubles' bits, eleven
// bits at a time. For a million rows it takes a tenth of the time of a comparison sort. Digits that are equal in all numbers,
// such as the last ones of whole numbers, are skipped.
import { setImmediate } from 'node:timers/promises';

const digitBits = 11;
const digits = 6;
const buckets = 2 ** digitBits;

/** `rows` sorted by `values[row]`; NaN last in both directions, equal ones in the order of `rows`. The event loop can handle
 *  other work between two digits. */
export async function sortRows(
  rows: Uint32Array,
  values: Float64Array,
  descending: boolean,
): Promise<Uint32Array> {
  const { low, high, order, missing } = keysOf(rows, values, descending);
  const counts = countDigits(low, high);
  let indices = firstRows(low.length);
  let target = new Uint32Array(indices.length);
  for (let digit = 0; digit < digits; digit++) {
    const ends = counts.subarray(digit * buckets, (digit + 1) * buckets);
    if (ends.includes(indices.length)) continue;
    await setImmediate();
    distribute(indices, target, ends, digitsOf(low, high, digit));
    [indices, target] = [target, indices];
  }
  const sorted = new Uint32Array(rows.length);
  for (let i = 0; i < indices.length; i++) sorted[i] = order[indices[i]!]!;
  sorted.set(missing, indices.length);
  return sorted;
}

/** 0, 1, 2, ...; `keys()` takes fifty times as long. */
export function firstRows(count: number): Uint32Array<ArrayBuffer> {
  const rows = new Uint32Array(count);
  for (let row = 0; row < count; row++) rows[row] = row;
  return rows;
}

/** Keys, increasing in sort order, of the rows that have a number; rows without one are returned separately. */
function keysOf(rows: Uint32Array, values: Float64Array, descending: boolean) {
  const order = new Uint32Array(rows.length);
  const missing = new Uint32Array(rows.length);
  const numbers = new Float64Array(rows.length);
  let count = 0;
  let without = 0;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    // Adding 0 turns -0 into 0.
    const value = values[row]! + 0;
    if (Number.isNaN(value)) missing[without++] = row;
    else {
      order[count] = row;
      numbers[count++] = value;
    }
  }
  const halves = new Uint32Array(numbers.buffer);
  const low = new Uint32Array(count);
  const high = new Uint32Array(count);
  const all = descending ? 0xffffffff : 0;
  for (let i = 0; i < count; i++) {
    const upper = halves[2 * i + 1]!;
    // Inverting all bits of negative numbers, and the sign of others, makes them sort like unsigned integers.
    const negative = (upper | 0) >> 31;
    low[i] = halves[2 * i]! ^ negative ^ all;
    high[i] = upper ^ (negative | 0x80000000) ^ all;
  }
  return { low, high, order, missing: missing.subarray(0, without) };
}

/** One digit: eleven bits of a key, which is given as two halves. */
function digitAt(low: number, high: number, digit: number): number {
  const shift = digit * digitBits;
  if (shift >= 32) return (high >>> (shift - 32)) & (buckets - 1);
  if (shift + digitBits <= 32) return (low >>> shift) & (buckets - 1);
  return ((low >>> shift) | (high << (32 - shift))) & (buckets - 1);
}

function countDigits(low: Uint32Array, high: Uint32Array): Uint32Array {
  const counts = new Uint32Array(digits * buckets);
  for (let i = 0; i < low.length; i++) {
    for (let digit = 0; digit < digits; digit++)
      counts[digit * buckets + digitAt(low[i]!, high[i]!, digit)]!++;
  }
  return counts;
}

function digitsOf(low: Uint32Array, high: Uint32Array, digit: number): Uint16Array {
  const found = new Uint16Array(low.length);
  for (let i = 0; i < low.length; i++) found[i] = digitAt(low[i]!, high[i]!, digit);
  return found;
}

/** Sorts indices by one digit of their keys. */
function distribute(
  indices: Uint32Array,
  target: Uint32Array,
  counts: Uint32Array,
  digitOf: Uint16Array,
): void {
  const starts = new Uint32Array(buckets);
  let before = 0;
  for (let bucket = 0; bucket < buckets; bucket++) {
    starts[bucket] = before;
    before += counts[bucket]!;
  }
  for (let i = 0; i < indices.length; i++) {
    const index = indices[i]!;
    target[starts[digitOf[index]!]!++] = index;
  }
}
