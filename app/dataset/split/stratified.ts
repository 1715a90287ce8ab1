// Rows dealt to parts by their shares: shuffled, for classes within each class, and given in turn to the part that lacks most of its
// share: every part gets its share of every class to within a row. Others get their turn in between.

import type { Random } from '../numbers/random.ts';
import { inSteps } from '../resources/inSteps.ts';

/** Each class's rows (all rows where there are none) in random order, the classes in their order. */
export async function grouped(
  rows: Uint32Array,
  codes: Int32Array | null,
  random: Random,
): Promise<Uint32Array[]> {
  const groups = codes === null ? [rows.slice()] : byCode(rows, codes);
  for (const group of groups) await random.shuffle(group);
  return groups;
}

/** The rows of each code that has any, the codes ascending. */
export function byCode(rows: Uint32Array, codes: Int32Array): Uint32Array[] {
  const sizes: number[] = [];
  for (const row of rows) sizes[codes[row]!] = (sizes[codes[row]!] ?? 0) + 1;
  const groups = Array.from(sizes, (size = 0) => new Uint32Array(size));
  const filled = new Uint32Array(groups.length);
  for (const row of rows) {
    const code = codes[row]!;
    groups[code]![filled[code]!++] = row;
  }
  return groups.filter((group) => group.length > 0);
}

/** `rows` are those of all groups, ascending, as each part's are then. With `learned` a class's first row goes to the first part
 *  whatever its share, so that a class with one row is learned. */
export async function deal(
  rows: Uint32Array,
  groups: Uint32Array[],
  shares: number[],
  { learned }: { learned: boolean },
): Promise<Uint32Array[]> {
  const partOf = partPlaces(rows);
  const sizes = new Float64Array(shares.length);
  let dealt = 0;
  for (const group of groups) {
    await inSteps(group.length, (from, end) => {
      for (let place = from; place < end; place++) {
        dealt++;
        const free = place > 0 || groups.length === 1 || !learned;
        const to = free ? mostLacking(dealt, shares, sizes) : 0;
        partOf[group[place]!] = to;
        sizes[to]!++;
      }
    });
  }
  return collected(rows, partOf, shares.length);
}

/** The part that lacks most of its share of `dealt` rows, the first of equals. */
function mostLacking(dealt: number, shares: number[], sizes: Float64Array): number {
  let most = 0;
  for (let k = 1; k < shares.length; k++) {
    if (dealt * shares[k]! - sizes[k]! > dealt * shares[most]! - sizes[most]!) most = k;
  }
  return most;
}

/** Room for the part of each of `rows`, which are ascending. */
export function partPlaces(rows: Uint32Array): Uint8Array {
  return new Uint8Array((rows.at(-1) ?? -1) + 1);
}

/** The rows of each of `count` parts in the order of `rows`. */
export async function collected(
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
