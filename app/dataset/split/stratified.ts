// Stratified split: rows are shuffled within each class and assigned one by one to the part that lacks most of its share, so that every
// part gets its share of every class to within a row. The event loop serves others in between.

import type { Random } from '../numbers/random.ts';
import { inSteps } from '../resources/inSteps.ts';

/** Each class's rows (all rows if there are no classes) in random order, the classes in their order. */
export async function shuffledStrata(
  rows: Uint32Array,
  codes: Int32Array | null,
  random: Random,
): Promise<Uint32Array[]> {
  const strata = codes === null ? [rows.slice()] : rowsByCode(rows, codes);
  for (const stratum of strata) await random.shuffle(stratum);
  return strata;
}

/** The rows of each code that occurs, by ascending code. */
export function rowsByCode(rows: Uint32Array, codes: Int32Array): Uint32Array[] {
  const sizes: number[] = [];
  for (const row of rows) sizes[codes[row]!] = (sizes[codes[row]!] ?? 0) + 1;
  const strata = Array.from(sizes, (size = 0) => new Uint32Array(size));
  const filled = new Uint32Array(strata.length);
  for (const row of rows) {
    const code = codes[row]!;
    strata[code]![filled[code]!++] = row;
  }
  return strata.filter((stratum) => stratum.length > 0);
}

/** `rows` are those of all strata, ascending, and each part is too. With `trainFirst` the first row of each class goes to the
 *  first part whatever its share, so that a class with one row is learned. */
export async function assignByShare(
  rows: Uint32Array,
  strata: Uint32Array[],
  shares: number[],
  { trainFirst }: { trainFirst: boolean },
): Promise<Uint32Array[]> {
  const partOf = emptyAssignment(rows);
  const sizes = new Float64Array(shares.length);
  let assigned = 0;
  for (const stratum of strata) {
    await inSteps(stratum.length, (from, end) => {
      for (let index = from; index < end; index++) {
        assigned++;
        const free = index > 0 || strata.length === 1 || !trainFirst;
        const to = free ? mostLacking(assigned, shares, sizes) : 0;
        partOf[stratum[index]!] = to;
        sizes[to]!++;
      }
    });
  }
  return collectParts(rows, partOf, shares.length);
}

/** The part that lacks most of its share of `assigned` rows; the first if equal. */
function mostLacking(assigned: number, shares: number[], sizes: Float64Array): number {
  let most = 0;
  for (let k = 1; k < shares.length; k++) {
    if (assigned * shares[k]! - sizes[k]! > assigned * shares[most]! - sizes[most]!) most = k;
  }
  return most;
}

/** An array for the part of each of `rows`, which are ascending. */
export function emptyAssignment(rows: Uint32Array): Uint8Array {
  return new Uint8Array((rows.at(-1) ?? -1) + 1);
}

/** The rows of each of `count` parts in the order of `rows`. */
export async function collectParts(
  rows: Uint32Array,
  partOf: Uint8Array,
  count: number,
): Promise<Uint32Array[]> {
  const sizes = new Uint32Array(count);
  await inSteps(rows.length, (from, to) => {
    for (let i = from; i < to; i++) sizes[partOf[rows[i]!]!]!++;
  });
  const parts = Array.from(sizes, (size) => new Uint32Array(size));
  sizes.fill(0);
  await inSteps(rows.length, (from, to) => {
    for (let i = from; i < to; i++) {
      const part = partOf[rows[i]!]!;
      parts[part]![sizes[part]!++] = rows[i]!;
    }
  });
  return parts;
}
