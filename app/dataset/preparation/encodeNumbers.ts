// Encodes many number columns into a matrix together: a span of rows of all columns, then the next span, which is read
// meanwhile. This needs little memory besides the matrix, and the part of the matrix that a span is written to stays in the
// cache.
import {
  type Floats,
  type InputPreparation,
  inputCount,
  type Scaled,
  type ScaledInput,
  scalesOf,
} from '../../contract/model.ts';
import type { ColumnTable } from '../table/table.ts';
import type { ArrayOf, MatrixWriter } from './matrix.ts';
import { limited, limitOf, signedLogarithm, takeLogarithms } from './scaling.ts';

export type Numeric = Extract<InputPreparation, { kind: 'numeric' }>;

/** Numbers in a span, over all its columns: 4 MB. */
const spanNumbers = 2 ** 19;
/** How many columns are written together: those read span by span, and those that must be read whole. */
const most = { inSpans: 64, whole: 2 };
export const stretchRows = 1_024;

export interface NumberColumn {
  values: Float64Array;
  /** How the values are scaled; null: the input is the indicator, 1 where the value is missing, else 0. */
  scaled: Scaled | null;
}

/** A stretch of the rows to encode: they are among rows `from`..`to - 1` of the table, and the first of them is row `start` of
 *  the matrix. */
export interface Span {
  rows: Uint32Array;
  start: number;
  from: number;
  to: number;
}

/** Takes ownership of `values`: where the input uses a logarithm, they are overwritten with it. */
export function numberColumns(
  values: Float64Array,
  input: Exclude<ScaledInput, { kind: 'date' }>,
): NumberColumn[] {
  if (input.log) takeLogarithms(values);
  const columns: NumberColumn[] = scalesOf(input).map((scaled) => ({
    values,
    scaled: input.log ? { ...scaled, median: signedLogarithm(input.median) } : scaled,
  }));
  return input.indicator ? [...columns, { values, scaled: null }] : columns;
}

/** Inputs that are written to the matrix together, from its column `offset` on. */
export interface Group {
  offset: number;
  inputs: InputPreparation[];
  /** For numbers: whether they are read span by span. */
  inSpans: boolean;
}

/** Neighbouring number inputs form a group; each other input is a group of its own. */
export function groupsOf(table: ColumnTable, inputs: InputPreparation[], rows: Uint32Array): Group[] {
  const inOrder = isAscending(rows);
  const groups: Group[] = [];
  let offset = 0;
  for (const input of inputs) {
    const inSpans = input.kind === 'numeric' && inOrder && table.hasSpans(input.column);
    const last = groups.at(-1);
    const alike = input.kind === 'numeric' && last?.inputs[0]?.kind === 'numeric' && last.inSpans === inSpans;
    if (last !== undefined && alike && last.inputs.length < (inSpans ? most.inSpans : most.whole))
      last.inputs.push(input);
    else groups.push({ offset, inputs: [input], inSpans });
    offset += inputCount(input);
  }
  return groups;
}

export function isAscending(rows: Uint32Array): boolean {
  for (let i = 1; i < rows.length; i++) if (rows[i]! < rows[i - 1]!) return false;
  return true;
}

/** Writes a group of numbers. The next group reuses `arrays`: for millions of rows, allocating a new array takes longer than
 *  filling it. */
export async function encodeNumeric(
  table: ColumnTable,
  { offset, inputs, inSpans }: Group,
  rows: Uint32Array,
  Kind: ArrayOf<Floats>,
  to: MatrixWriter,
  arrays: Float64Array[],
): Promise<void> {
  const numeric = inputs as Numeric[];
  const width = numeric.reduce((sum, input) => sum + inputCount(input), 0);
  const piece = new Kind(stretchRows * width);
  const spans = inSpans
    ? spansOf(rows, Math.max(1, Math.floor(spanNumbers / numeric.length)))
    : [{ rows, start: 0, from: 0, to: table.rows }];
  const read = (k: number) => {
    const { from, to } = spans[k]!;
    const reading = Promise.all(
      numeric.map(async ({ column }, i) => {
        const into = arrayOf(arrays, (k % 2) * numeric.length + i, to - from);
        await (inSpans ? table.span(column, from, to, into) : table.numbers(column, into));
        return into;
      }),
    );
    // The caller gets the rejection when it awaits the promise; without an await it must not count as unhandled.
    reading.catch(() => {});
    return reading;
  };
  let next = read(0);
  for (const [k, span] of spans.entries()) {
    const values = await next;
    if (k + 1 < spans.length) next = read(k + 1);
    const columns = numeric.flatMap((input, i) => numberColumns(values[i]!, input));
    encodeNumbers(columns, span, offset, piece, to);
  }
}

function arrayOf(arrays: Float64Array[], index: number, length: number): Float64Array {
  if ((arrays[index]?.length ?? 0) < length) arrays[index] = new Float64Array(length);
  return arrays[index]!.subarray(0, length);
}

function spansOf(rows: Uint32Array, longest: number): Span[] {
  const spans: Span[] = [];
  for (let start = 0; start < rows.length; ) {
    const from = rows[start]!;
    let end = start + 1;
    while (end < rows.length && rows[end]! < from + longest) end++;
    spans.push({ rows: rows.subarray(start, end), start, from, to: rows[end - 1]! + 1 });
    start = end;
  }
  return spans;
}

/** `columns` hold the values of the span's rows; `offset` is the matrix column of the first one; `piece` is a buffer for a
 *  stretch of rows. */
export function encodeNumbers(
  columns: NumberColumn[],
  { rows, start, from }: Span,
  offset: number,
  piece: Floats,
  to: MatrixWriter,
): void {
  const width = columns.length;
  for (let at = 0; at < rows.length; at += stretchRows) {
    const stretch = rows.subarray(at, at + stretchRows);
    for (const [k, { values, scaled }] of columns.entries()) {
      if (scaled === null) encodeMissing(values, stretch, from, k, width, piece);
      else encodeStretch(values, scaled, stretch, from, k, width, piece);
    }
    to.write(start + at, offset, width, piece.subarray(0, stretch.length * width));
  }
}

function encodeStretch(
  values: Float64Array,
  scaled: Scaled,
  stretch: Uint32Array,
  from: number,
  k: number,
  width: number,
  piece: Floats,
): void {
  const { median, mean, scale } = scaled;
  const limit = limitOf(scaled);
  for (let i = 0; i < stretch.length; i++) {
    const value = values[stretch[i]! - from]!;
    piece[i * width + k] = limited(((Number.isNaN(value) ? median : value) - mean) / scale, limit);
  }
}

function encodeMissing(
  values: Float64Array,
  stretch: Uint32Array,
  from: number,
  k: number,
  width: number,
  piece: Floats,
): void {
  for (let i = 0; i < stretch.length; i++)
    piece[i * width + k] = Number.isNaN(values[stretch[i]! - from]!) ? 1 : 0;
}
