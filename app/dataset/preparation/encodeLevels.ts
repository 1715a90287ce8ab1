// Encodes columns of levels into a matrix: one input per level (one-hot), the index in an order (ordinal), or parts of dates.
// Work per level is done once for all rows, however many pieces they are encoded in.
import { type Floats, type InputPreparation, inputCount } from '../../contract/model.ts';
import { datePartsOf, indicesIn, numbersOfLevels } from '../table/levelNumbers.ts';
import type { ColumnTable } from '../table/table.ts';
import { orderUnlike } from '../values/dates.ts';
import { levelIndex } from '../values/levelIndex.ts';
import {
  encodeNumbers,
  isAscending,
  type NumberColumn,
  type Numeric,
  numberColumns,
  stretchRows,
} from './encodeNumbers.ts';
import type { ArrayOf, MatrixWriter } from './matrix.ts';

export type LevelInput = Exclude<InputPreparation, Numeric>;
type OneHot = Extract<InputPreparation, { kind: 'oneHot' }>;
type DateInput = Extract<InputPreparation, { kind: 'date' }>;

/** A column of the table, as one input of the preparation reads it. */
export interface LevelsRead {
  /** For each row the code of its level, -1 for missing. */
  codes: Int32Array;
  /** For an order or a date: for each column of the matrix (without the indicator) the number of each level. */
  meanings: Float64Array[];
  /** For a one-hot input: for each level its index, and its index among the `others` that share one input; -1 for none. */
  indices: Int32Array;
  others: Int32Array | null;
  /** For a date whose cells show another order of day, month and year than the preparation has: that order, and such a cell. */
  unlike: ReturnType<typeof orderUnlike>;
}

export class LevelColumns {
  private readonly table: ColumnTable;
  private readonly known = new Map<LevelInput, Promise<LevelsRead>>();

  constructor(table: ColumnTable) {
    this.table = table;
  }

  of(input: LevelInput): Promise<LevelsRead> {
    let found = this.known.get(input);
    if (found === undefined) {
      found = this.read(input);
      this.known.set(input, found);
    }
    return found;
  }

  private async read(input: LevelInput): Promise<LevelsRead> {
    const { codes, levels } = await this.table.categories(input.column);
    const none = { codes, meanings: [], indices: new Int32Array(0), others: null, unlike: null };
    if (input.kind === 'ordinal') return { ...none, meanings: [indicesIn(levels, input.levels)] };
    if (input.kind === 'date') {
      const parts = input.parts.map(({ part }) => part);
      const unlike = orderUnlike(levels, input.first);
      return { ...none, meanings: datePartsOf(levels, unlike?.first ?? input.first, parts), unlike };
    }
    const others = input.others === undefined ? null : levelIndex(levels, input.others);
    return { ...none, indices: levelIndex(levels, input.levels), others };
  }
}

/** Returns how many cells have an unknown level. */
export async function encodeLevels(
  columns: LevelColumns,
  input: LevelInput,
  rows: Uint32Array,
  offset: number,
  Kind: ArrayOf<Floats>,
  to: MatrixWriter,
): Promise<number> {
  const known = await columns.of(input);
  const piece = new Kind(stretchRows * inputCount(input));
  if (input.kind === 'oneHot') return encodeOneHot(known, input, rows, offset, piece, to);
  const [from, end] = isAscending(rows) ? [rows[0]!, rows.at(-1)! + 1] : [0, known.codes.length];
  const codes = known.codes.subarray(from, end);
  const values = known.meanings.map((meaning) => numbersOfLevels(codes, meaning));
  const unknown = input.kind === 'ordinal' ? countUnknown(codes, values[0]!, rows, from) : 0;
  const numbers = input.kind === 'date' ? dateColumns(values, input) : numberColumns(values[0]!, input);
  encodeNumbers(numbers, { rows, start: 0, from, to: end }, offset, piece, to);
  return unknown;
}

/** The indicator is 1 where any of the parts is missing. */
function dateColumns(values: Float64Array[], { parts, indicator }: DateInput): NumberColumn[] {
  const columns = parts.map((scaled, k) => ({ values: values[k]!, scaled }));
  if (!indicator) return columns;
  const missing = Float64Array.from(values[0] ?? [], (_, row) =>
    values.reduce((sum, of) => sum + of[row]!, 0),
  );
  return [...columns, { values: missing, scaled: null }];
}

/** Counts cells that have a level but no number. */
function countUnknown(codes: Int32Array, values: Float64Array, rows: Uint32Array, from: number): number {
  let count = 0;
  for (const row of rows) if (codes[row - from]! >= 0 && Number.isNaN(values[row - from]!)) count++;
  return count;
}

/** Returns how many cells have an unseen level. */
function encodeOneHot(
  { codes, indices, others }: LevelsRead,
  input: OneHot,
  rows: Uint32Array,
  offset: number,
  piece: Floats,
  to: MatrixWriter,
): number {
  const width = inputCount(input);
  const missing = input.levels.indexOf('');
  let unseen = 0;
  for (let from = 0; from < rows.length; from += stretchRows) {
    const stretch = rows.subarray(from, from + stretchRows);
    piece.fill(0);
    for (let i = 0; i < stretch.length; i++) {
      const code = codes[stretch[i]!]!;
      const index = code < 0 ? missing : indices[code]!;
      if (index >= 0) {
        piece[i * width + index] = 1;
        continue;
      }
      if (others !== null) piece[i * width + width - 1] = 1;
      if (others === null || code < 0 || others[code]! < 0) unseen++;
    }
    if (width > 0) to.write(from, offset, width, piece.subarray(0, stretch.length * width));
  }
  return unseen;
}
