// The matrices that the network reads. Input: a Table, a Preparation that was fitted before (perhaps on a different file) and
// row numbers; output: row-major matrices of float32 or float64, written piece by piece.
import { AppError } from '../../contract/issues/errors.ts';
import { float32Max } from '../../contract/limits.ts';
import {
  type Floats,
  inputCount,
  outputCount,
  type Preparation,
  type TargetPreparation,
} from '../../contract/model.ts';
import { inSteps } from '../resources/inSteps.ts';
import { returnArray, takeArray } from '../table/arrayPool.ts';
import type { ColumnTable, Table } from '../table/table.ts';
import { levelIndex } from '../values/levelIndex.ts';
import { encodeLevels, LevelColumns } from './encodeLevels.ts';
import { encodeNumeric, groupsOf } from './encodeNumbers.ts';
import { type ArrayOf, arrayWriter, type MatrixWriter } from './matrix.ts';
import { limited } from './scaling.ts';

export interface EncodedInputs<Numbers extends Floats = Float32Array> {
  /** rows x inputs, row-major; always finite. */
  features: Numbers;
  inputs: number;
  /** Per column, the number of cells whose level the preparation does not know, missing ones included; only columns that have
   *  any. */
  unseenLevels: Record<string, number>;
}

export interface EncodedTargets<Numbers extends Floats = Float32Array> {
  /** What the engine trains on: scaled numbers, rows x targets; 0 or 1; or the class index. NaN where `truth` is missing. */
  targets: Numbers;
  /** In the column's own units, rows x targets (NaN missing); or the class index (-1: missing or not a known class). */
  truth: Float64Array;
}

/** `rows` null: every row, in order. Columns are found by name and read with the preparation's type, whatever their type is in
 *  this table. Throws AppError columns_do_not_fit naming those that are absent. */
export async function encodeInputs<Numbers extends Floats = Float32Array>(
  table: ColumnTable,
  preparation: Preparation,
  rows: Uint32Array | null,
  // Numbers is Float32Array if no kind is given.
  Kind = Float32Array as unknown as ArrayOf<Numbers>,
): Promise<EncodedInputs<Numbers>> {
  const inputs = sumOf(preparation.inputs);
  const picked = rows ?? range(0, table.rows);
  const features = new Kind(picked.length * inputs);
  const unseenLevels = await encodeInto(table, preparation, picked, Kind, arrayWriter(features, inputs));
  return { features, inputs, unseenLevels };
}

/** `rows` (null: every row, in order) in pieces; encoding these one by one takes hardly longer than all at once. Throws as
 *  `encodeInto`. */
export function piecesOf(
  table: ColumnTable,
  { inputs, target }: Preparation,
  rows: Uint32Array | null,
): Iterable<Uint32Array> {
  requireColumns(
    table,
    inputs.map(({ column }) => column),
  );
  // Number columns without spans would be read whole for each piece.
  const groups = groupsOf(table, inputs, rows ?? new Uint32Array(0));
  const inPieces = groups.every(({ inSpans, inputs: [first] }) => inSpans || first!.kind !== 'numeric');
  const width = Math.max(sumOf(inputs), outputCount(target), 1);
  const most = Math.min(pieceRows, Math.max(leastPieceRows, Math.floor(pieceNumbers / width)));
  const step = inPieces ? most : Math.max(1, table.rows);
  return rows === null ? rangesOf(table.rows, step) : stretchesOf(rows, step);
}

const pieceRows = 2 ** 18;
/** Of inputs or outputs in a piece at most: 128 MB, or twice that for probabilities of a thousand classes. */
const pieceNumbers = 2 ** 25;
const leastPieceRows = 2 ** 12;

function sumOf(inputs: Preparation['inputs']): number {
  return inputs.reduce((sum, input) => sum + inputCount(input), 0);
}

function* stretchesOf(rows: Uint32Array, step: number): Generator<Uint32Array> {
  for (let from = 0; from < rows.length; from += step) yield rows.subarray(from, from + step);
}

/** A generator, so that the numbers of all rows are not in memory at once. */
function* rangesOf(rows: number, step: number): Generator<Uint32Array> {
  for (let from = 0; from < rows; from += step) yield range(from, Math.min(from + step, rows));
}

/** Like `encodeInputs`, but writes into a given matrix; `levels` are kept between the pieces of rows. Returns the unseen
 *  levels. */
export async function encodeInto(
  table: ColumnTable,
  preparation: Preparation,
  rows: Uint32Array,
  Kind: ArrayOf<Floats>,
  to: MatrixWriter,
  levels = new LevelColumns(table),
): Promise<Record<string, number>> {
  requireColumns(
    table,
    preparation.inputs.map((input) => input.column),
  );
  const unseen = new Map<string, number>();
  const arrays: Float64Array[] = [];
  for (const group of rows.length === 0 ? [] : groupsOf(table, preparation.inputs, rows)) {
    const [input] = group.inputs;
    if (input!.kind === 'numeric') {
      await encodeNumeric(table, group, rows, Kind, to, arrays);
      continue;
    }
    const unknown = await encodeLevels(levels, input!, rows, group.offset, Kind, to);
    if (unknown > 0) unseen.set(input!.column, unknown);
  }
  // A column may be called `__proto__`: fromEntries makes it a property like any other.
  return Object.fromEntries(unseen);
}

/** Like `encodeInputs`, for the target columns. */
export async function encodeTargets<Numbers extends Floats = Float32Array>(
  table: Table,
  target: TargetPreparation,
  rows: Uint32Array | null,
  Kind = Float32Array as unknown as ArrayOf<Numbers>,
): Promise<EncodedTargets<Numbers>> {
  const names = target.kind === 'class' ? [target.column] : target.columns.map((column) => column.name);
  requireColumns(table, names);
  const picked = rows ?? range(0, table.rows);
  return target.kind === 'class'
    ? classes(table, target, picked, Kind)
    : numbers(table, target, picked, Kind);
}

async function classes<Numbers extends Floats>(
  table: Table,
  target: Extract<TargetPreparation, { kind: 'class' }>,
  rows: Uint32Array,
  Kind: ArrayOf<Numbers>,
): Promise<EncodedTargets<Numbers>> {
  const { codes, levels } = await table.categories(target.column);
  const indices = levelIndex(levels, target.classes);
  const truth = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    const code = codes[rows[i]!]!;
    truth[i] = code < 0 ? -1 : indices[code]!;
  }
  const targets = new Kind(truth.length);
  for (const [i, index] of truth.entries()) targets[i] = index < 0 ? Number.NaN : index;
  return { targets, truth };
}

async function numbers<Numbers extends Floats>(
  table: Table,
  { columns }: Extract<TargetPreparation, { kind: 'numeric' }>,
  rows: Uint32Array,
  Kind: ArrayOf<Numbers>,
): Promise<EncodedTargets<Numbers>> {
  const truth = new Float64Array(rows.length * columns.length);
  const targets = new Kind(truth.length);
  for (const [k, { name, mean, scale }] of columns.entries()) {
    const values = await table.numbers(name, takeArray(table));
    await inSteps(rows.length, (from, to) => {
      for (let i = from; i < to; i++) {
        const value = values[rows[i]!]!;
        const at = i * columns.length + k;
        truth[at] = value;
        targets[at] = Number.isNaN(value) ? value : limited((value - mean) / scale, float32Max);
      }
    });
    returnArray(table, values);
  }
  return { targets, truth };
}

function range(from: number, to: number): Uint32Array {
  const rows = new Uint32Array(to - from);
  for (let i = 0; i < rows.length; i++) rows[i] = from + i;
  return rows;
}

/** Throws AppError columns_do_not_fit naming those that the table lacks. */
export function requireColumns(table: ColumnTable, needed: string[]): void {
  const present = new Set(table.columns.map((column) => column.name));
  const missing = needed.filter((name) => !present.has(name));
  if (missing.length === 0) return;
  const shown = missing.slice(0, 5).map((name) => `"${name}"`);
  const more = missing.length > shown.length ? ` and ${missing.length - shown.length} more` : '';
  const noun = missing.length === 1 ? 'the column' : 'the columns';
  const sentence = `${table.fileName} lacks ${noun} ${shown.join(', ')}${more} that the model reads. Use a file with the same columns.`;
  throw new AppError('columns_do_not_fit', sentence, { missing: missing.join(', ') });
}
