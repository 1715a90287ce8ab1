// Which rows are learned from, which choose the epoch, which are held out. Rows are shuffled, for classes within each class, and
// dealt in turn to the part that lacks most of its share: every part gets its share of every class to within a row.
import { AppError } from '../contract/errors.ts';
import { type DataSpec, validationShareBesideTestRows } from '../contract/spec.ts';
import { Random } from './random.ts';
import type { Table } from './table.ts';
import { targetRows } from './targets.ts';

/** Row indices of the table, ascending; no row is in two parts. */
export interface Split {
  train: Uint32Array;
  validation: Uint32Array;
  test: Uint32Array;
  /** Rows that lack a target (one of several is enough): in no part. */
  withoutTarget: number;
}

/** The same on every platform for the same table, spec and seed (0..2^32-1). Throws AppError spec_invalid for a test row that
 *  the table does not have. */
export async function splitRows(table: Table, data: DataSpec, seed: number): Promise<Split> {
  const { rows, withoutTarget, classes } = await targetRows(table, data);
  const random = new Random(seed);
  const codes = classes?.codes ?? null;
  if ('by' in data.split) throw new Error(`splitting by ${data.split.by} is not there yet`);
  if (!('testRows' in data.split)) {
    const { train, validation, test } = data.split;
    const [first, second, third] = deal(rows, grouped(rows, codes, random), [train, validation, test]);
    return { train: first!, validation: second!, test: third!, withoutTarget };
  }
  const held = testRows(table, data.split.testRows);
  const rest = rows.filter((row) => !held.has(row));
  const shares = [1 - validationShareBesideTestRows, validationShareBesideTestRows];
  const [train, validation] = deal(rest, grouped(rest, codes, random), shares);
  return { train: train!, validation: validation!, test: rows.filter((row) => held.has(row)), withoutTarget };
}

function testRows(table: Table, rows: number[]): Set<number> {
  const error = missingTestRow(table, rows);
  if (error !== null) throw error;
  return new Set(rows);
}

/** The error about the first test row that the table does not have. */
export function missingTestRow(table: Table, rows: number[]): AppError | null {
  const index = rows.findIndex((row) => row >= table.rows);
  if (index < 0) return null;
  const expected = `0 to ${table.rows - 1}`;
  const found = rows[index]!;
  const sentence = `Test row ${found} does not exist: ${table.fileName} has rows ${expected}, counted from 0.`;
  return new AppError('spec_invalid', sentence, { path: `data.split.testRows.${index}`, expected, found });
}

/** Each class's rows (all rows where there are none) in random order, the classes in their order. */
function grouped(rows: Uint32Array, codes: Int32Array | null, random: Random): Uint32Array[] {
  const groups = codes === null ? [rows.slice()] : byCode(rows, codes);
  for (const group of groups) random.shuffle(group);
  return groups;
}

/** The rows of each code that has any, the codes ascending. */
function byCode(rows: Uint32Array, codes: Int32Array): Uint32Array[] {
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

/** A class's first row goes to the first part whatever its share, so that a class with one row is learned. `rows` are those of
 *  all groups, ascending, as each part's are then. */
function deal(rows: Uint32Array, groups: Uint32Array[], shares: number[]): Uint32Array[] {
  const partOf = new Uint8Array((rows.at(-1) ?? -1) + 1);
  const sizes = new Float64Array(shares.length);
  let dealt = 0;
  for (const group of groups) {
    for (let place = 0; place < group.length; place++) {
      dealt++;
      const to = place > 0 || groups.length === 1 ? mostLacking(dealt, shares, sizes) : 0;
      partOf[group[place]!] = to;
      sizes[to]!++;
    }
  }
  const parts = shares.map((_, k) => new Uint32Array(sizes[k]!));
  sizes.fill(0);
  for (const row of rows) parts[partOf[row]!]![sizes[partOf[row]!]!++] = row;
  return parts;
}

/** The part that lacks most of its share of `dealt` rows, the first of equals. */
function mostLacking(dealt: number, shares: number[], sizes: Float64Array): number {
  let most = 0;
  for (let k = 1; k < shares.length; k++) {
    if (dealt * shares[k]! - sizes[k]! > dealt * shares[most]! - sizes[most]!) most = k;
  }
  return most;
}
