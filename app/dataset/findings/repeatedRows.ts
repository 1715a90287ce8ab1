// Counts the rows that equal an earlier one in every column. Rows are compared by a 64-bit hash of all their cells: for a
// million rows, the chance that two different ones have the same hash is one in forty million.
import type { CellStore } from '../cells/cellStore.ts';
import { countDistinct } from '../numbers/distinctNumbers.ts';
import { inSteps } from '../resources/inSteps.ts';

/** Compares `columns`: numbers by value, all other cells by text. `pause` is awaited between two columns. */
export async function countRepeatedRows(
  store: CellStore,
  columns: readonly number[],
  isNumber: (column: number) => boolean,
  pause: () => Promise<void>,
): Promise<number> {
  const { rows } = store;
  const bits = new Int32Array(2 * rows);
  const array = new Float64Array(rows);
  for (const column of columns.filter(isNumber)) {
    const values = await store.numbers(column, array);
    await mix(bits, values);
    await pause();
  }
  const others = columns.filter((column) => !isNumber(column));
  for await (const { from, hashes } of store.textRows.hashes(others)) mixIn(bits, from, hashes);
  await pause();
  return rows - (await countDistinct(asNumbers(bits)));
}

async function mix(bits: Int32Array, values: Float64Array): Promise<void> {
  const halves = new Int32Array(values.buffer, values.byteOffset, 2 * values.length);
  await inSteps(values.length, (from, to) => {
    for (let i = from; i < to; i++) {
      // NaN of any bit pattern becomes the same NaN; adding 0 turns -0 into 0.
      values[i] = Number.isNaN(values[i]) ? Number.NaN : values[i]! + 0;
    }
    mixIn(bits, from, halves.subarray(2 * from, 2 * to));
  });
}

/** Multiplies by odd constants (those of xxHash), different ones for each half of the bits. */
function mixIn(bits: Int32Array, row: number, halves: Int32Array): void {
  for (let i = 0; i < halves.length; i += 2) {
    const at = 2 * row + i;
    const [low, high] = [halves[i]!, halves[i + 1]!];
    let a = Math.imul(bits[at]!, 0x9e3779b1) ^ low ^ Math.imul(high, 0x85ebca77);
    let b = Math.imul(bits[at + 1]!, 0xc2b2ae3d) ^ high ^ Math.imul(low, 0x27d4eb2f);
    a = Math.imul(a ^ (a >>> 15), 0x165667b1);
    b = Math.imul(b ^ (b >>> 13), 0x9e3779b1);
    bits[at] = a ^ (a >>> 16);
    bits[at + 1] = b ^ (b >>> 15);
  }
}

/** The same bits as doubles; where they would be NaN or infinite, one exponent bit is changed. */
function asNumbers(bits: Int32Array): Float64Array {
  for (let i = 1; i < bits.length; i += 2) if ((bits[i]! & 0x7ff00000) === 0x7ff00000) bits[i]! ^= 0x00100000;
  return new Float64Array(bits.buffer);
}
