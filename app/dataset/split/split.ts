// Divides rows into parts. Input: a Table and a DataSpec; output: the row numbers of the training, validation and test parts:
// by shares, by groups, in order of time, by a column or a list of rows, or in turn (cross-validation, also in order of time). Each
// way has its own file.
import { AppError } from '../../contract/issues/errors.ts';
import type { IssueOf } from '../../contract/issues/issues.ts';
import { type DataSpec, type SplitSpec, validationShareBesideTestRows } from '../../contract/spec/spec.ts';
import { dataIssue } from '../issues/dataIssue.ts';
import { Random } from '../numbers/random.ts';
import type { Table } from '../table/table.ts';
import { targetRows } from '../table/targets.ts';
import { duplicateRows } from './duplicateRows.ts';
import { splitByColumn } from './splitByColumn.ts';
import { assignGroups, groupColumns, groupsOf } from './splitByGroup.ts';
import { cutByTime, timesOf } from './splitByTime.ts';
import { assignByShare, shuffledStrata } from './stratified.ts';

/** Row indices of the table, ascending; no row is in two parts. */
export interface Split {
  train: Uint32Array;
  validation: Uint32Array;
  test: Uint32Array;
  /** Number of rows without a target (one missing of several is enough); they are in no part. */
  withoutTarget: number;
  /** Number of rows that equal an earlier one, if duplicates are dropped; they are in no part. */
  duplicates: number;
  /** Of an ensemble: the training rows in the folds that its networks leave out; it has no other validation rows. */
  folds?: Uint32Array[];
}

/** The same on every platform for the same table, spec and seed (0..2^32-1). Throws AppError spec_invalid for a test row that
 *  the table does not have, column_unknown. */
export async function splitRows(table: Table, data: DataSpec, seed: number): Promise<Split> {
  const { rows: all, withoutTarget, classes } = await targetRows(table, data);
  const repeated = data.dropDuplicates ? await duplicateRows(table, data, all) : new Uint32Array(0);
  const rows = repeated.length === 0 ? all : without(all, marked(repeated, table.rows));
  const asked = { table, data, rows, codes: classes?.codes ?? null, random: new Random(seed) };
  const [train, validation, test] = await partsOf(asked, data.split);
  return { train, validation, test, withoutTarget, duplicates: repeated.length };
}

interface Asked {
  table: Table;
  data: DataSpec;
  /** Rows to split, ascending. */
  rows: Uint32Array;
  /** Class codes; null for numbers. */
  codes: Int32Array | null;
  random: Random;
}

type Parts = [train: Uint32Array, validation: Uint32Array, test: Uint32Array];

async function partsOf(asked: Asked, split: SplitSpec): Promise<Parts> {
  const { table, data, rows, codes, random } = asked;
  if ('testRows' in split) return besideTestRows(asked, split.testRows);
  if (!('by' in split)) {
    const strata = split.stratified === false ? null : codes;
    return three(
      await assignByShare(rows, await shuffledStrata(rows, strata, random), sharesOf(split), {
        trainFirst: true,
      }),
    );
  }
  switch (split.by) {
    case 'group': {
      const groups = await groupsOf(table, groupColumns(data)[0] ?? '', rows);
      return three(await assignGroups(rows, groups, sharesOf(split), random));
    }
    case 'time':
      return three(await cutByTime(rows, await timesOf(table, split.column), sharesOf(split)));
    case 'column': {
      const parts = three(await splitByColumn(rows, await table.categories(split.column), split));
      const { validation, validationShare = 0 } = split;
      return validation.length > 0 || validationShare === 0
        ? parts
        : validationAmong(asked, parts, validationShare);
    }
    case 'fold':
      return split.time === undefined ? fold(asked, split) : foldInTime(asked, split, split.time);
  }
}

function sharesOf({
  train,
  validation,
  test,
}: {
  train: number;
  validation: number;
  test: number;
}): number[] {
  return [train, validation, test];
}

function three(parts: Uint32Array[]): Parts {
  const none = new Uint32Array(0);
  return [parts[0] ?? none, parts[1] ?? none, parts[2] ?? none];
}

function without(rows: Uint32Array, held: Uint8Array): Uint32Array {
  return rows.filter((row) => held[row] !== 1);
}

async function besideTestRows({ table, rows, codes, random }: Asked, held: number[]): Promise<Parts> {
  const test = heldOut(table, held);
  const rest = without(rows, test);
  const share = validationShareBesideTestRows;
  const assigned = await assignByShare(rest, await shuffledStrata(rest, codes, random), [1 - share, share], {
    trainFirst: true,
  });
  const [train, validation] = assigned;
  return three([train!, validation!, rows.filter((row) => test[row] === 1)]);
}

/** Where no cell means validation data, a share of the training rows becomes it; groups stay together. */
async function validationAmong(asked: Asked, [rest, , test]: Parts, share: number): Promise<Parts> {
  const [train, validation] = await divided(asked, rest, [1 - share, share], { trainFirst: true });
  return three([train!, validation!, test]);
}

/** Divides rows by shares: those of a group stay together; without groups each part gets its share of every class. */
export async function divided(
  { table, data, codes, random }: Omit<Asked, 'rows'>,
  rows: Uint32Array,
  shares: number[],
  { trainFirst }: { trainFirst: boolean },
): Promise<Uint32Array[]> {
  const [column] = groupColumns(data);
  return column === undefined
    ? assignByShare(rows, await shuffledStrata(rows, codes, random), shares, { trainFirst })
    : assignGroups(rows, await groupsOf(table, column, rows), shares, random);
}

/** The folds are the same whichever of them is the test; only later random numbers depend on that. Groups stay together. */
async function fold(asked: Asked, split: Extract<SplitSpec, { by: 'fold' }>): Promise<Parts> {
  const { table, rows } = asked;
  const equal = new Array<number>(split.folds).fill(1 / split.folds);
  const folds = await divided(asked, rows, equal, { trainFirst: false });
  const test = folds[split.fold - 1]!;
  const rest = without(rows, marked(test, table.rows));
  const parts = [1 - split.validation, split.validation];
  const [train, validation] = await divided(asked, rest, parts, { trainFirst: true });
  return three([train!, validation!, test]);
}

/** Of `folds` + 1 blocks in order of time, the fold's test rows are block `fold` (from 0), and it learns from all rows before them,
 *  of which the latest are validation data. */
async function foldInTime(
  { table, rows }: Asked,
  { folds, fold, validation }: Extract<SplitSpec, { by: 'fold' }>,
  time: string,
): Promise<Parts> {
  const times = await timesOf(table, time);
  const blocks = await cutByTime(rows, times, new Array<number>(folds + 1).fill(1 / (folds + 1)));
  const later = new Uint8Array(table.rows);
  for (const block of blocks.slice(fold)) for (const row of block) later[row] = 1;
  const [train, chosen] = await cutByTime(without(rows, later), times, [1 - validation, validation]);
  return three([train!, chosen!, blocks[fold]!]);
}

function heldOut(table: Table, rows: number[]): Uint8Array {
  const missing = missingTestRow(table, rows);
  if (missing !== null) throw new AppError('spec_invalid', missing.message, missing.values);
  return marked(rows, table.rows);
}

/** For each of `count` rows, 1 if it is in `rows`. */
export function marked(rows: ArrayLike<number>, count: number): Uint8Array {
  const among = new Uint8Array(count);
  for (let k = 0; k < rows.length; k++) among[rows[k]!] = 1;
  return among;
}

/** The issue for the first test row that the table does not have. */
export function missingTestRow(table: Table, rows: number[]): IssueOf<'spec_invalid'> | null {
  const index = rows.findIndex((row) => row >= table.rows);
  if (index < 0) return null;
  const expected = `0 to ${table.rows - 1}`;
  const found = rows[index]!;
  const sentence = `Test row ${found} does not exist: ${table.fileName} has rows ${expected}, counted from 0.`;
  const values = { path: `data.split.testRows.${index}`, expected, found };
  return dataIssue('spec_invalid', 'error', 'data.split', sentence, values);
}
