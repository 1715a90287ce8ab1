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
  if (!('testRows' in data.split)) {
    const { train, validation, test } = data.split;
    const [first, second, third] = deal(grouped(rows, codes, random), [train, validation, test]);
    return { train: first!, validation: second!, test: third!, withoutTarget };
  }
  const held = testRows(table, data.split.testRows);
  const rest = rows.filter((row) => !held.has(row));
  const shares = [1 - validationShareBesideTestRows, validationShareBesideTestRows];
  const [train, validation] = deal(grouped(rest, codes, random), shares);
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
  const groups: number[][] = [];
  for (const row of rows) {
    const code = codes === null ? 0 : codes[row]!;
    groups[code] ??= [];
    groups[code].push(row);
  }
  return groups
    .filter((group) => group !== undefined)
    .map((group) => {
      const shuffled = Uint32Array.from(group);
      random.shuffle(shuffled);
      return shuffled;
    });
}

/** A class's first row goes to the first part whatever its share, so that a class with one row is learned; parts ascending. */
function deal(groups: Uint32Array[], shares: number[]): Uint32Array[] {
  const parts: number[][] = shares.map(() => []);
  let dealt = 0;
  for (const group of groups) {
    group.forEach((row, place) => {
      dealt++;
      let to = 0;
      if (place > 0 || groups.length === 1) {
        const lacking = parts.map((part, k) => dealt * shares[k]! - part.length);
        to = lacking.indexOf(Math.max(...lacking));
      }
      parts[to]!.push(row);
    });
  }
  return parts.map((part) => Uint32Array.from(part).sort());
}
