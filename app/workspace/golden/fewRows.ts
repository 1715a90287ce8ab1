// A few rows of a table as a table of their own, in which cells can be made missing or given a category that the model has never seen.
// What encodes the rows of a file encodes these, too.
import type { InputPreparation } from '../../contract/model.ts';
import { returnArray, takeArray } from '../../dataset/table/arrayPool.ts';
import type { ColumnTable, Table } from '../../dataset/table/table.ts';

/** One column's cells: numbers (NaN: missing), or codes of levels (-1: missing) with all levels of the table. */
export type Cells =
  | { kind: 'numbers'; numbers: Float64Array }
  | { kind: 'levels'; codes: Int32Array; levels: string[] };

/** The cells of `rows` as the model reads the column. */
export async function cellsOf(table: Table, input: InputPreparation, rows: Uint32Array): Promise<Cells> {
  if (input.kind === 'numeric') {
    const all = await table.numbers(input.column, takeArray(table));
    const numbers = Float64Array.from(rows, (row) => all[row]!);
    returnArray(table, all);
    return { kind: 'numbers', numbers };
  }
  const { codes, levels } = await table.categories(input.column);
  return { kind: 'levels', codes: Int32Array.from(rows, (row) => codes[row]!), levels };
}

export function isMissingAt(cells: Cells, row: number): boolean {
  return cells.kind === 'numbers' ? Number.isNaN(cells.numbers[row]!) : cells.codes[row]! < 0;
}

/** The cells with one more row: a copy of row `from`, or a missing cell for null, or the level `level`. */
export function withRow(cells: Cells, cell: { from: number } | { level: string } | null): Cells {
  if (cells.kind === 'numbers') {
    const value = cell !== null && 'from' in cell ? cells.numbers[cell.from]! : Number.NaN;
    return { ...cells, numbers: Float64Array.of(...cells.numbers, value) };
  }
  const { codes, levels } = cells;
  if (cell === null) return { ...cells, codes: Int32Array.of(...codes, -1) };
  if ('from' in cell) return { ...cells, codes: Int32Array.of(...codes, codes[cell.from]!) };
  return { ...cells, codes: Int32Array.of(...codes, levels.length), levels: [...levels, cell.level] };
}

/** @param cells by column, all with `rows` rows */
export function fewRows(fileName: string, cells: ReadonlyMap<string, Cells>, rows: number): ColumnTable {
  const of = (column: string) => {
    const found = cells.get(column);
    if (found === undefined) throw new RangeError(`the model does not read ${column}`);
    return found;
  };
  const numbersOf = (column: string) => {
    const found = of(column);
    if (found.kind !== 'numbers') throw new RangeError(`the model does not read ${column} as numbers`);
    return found.numbers;
  };
  return {
    fileName,
    rows,
    columns: [...cells.keys()].map((name) => ({ name, type: 'category', missing: 0, min: null, max: null })),
    hasSpans: () => false,
    numbers: async (column, into = new Float64Array(rows)) => {
      into.set(numbersOf(column));
      return into;
    },
    span: async (column, from, to, into) => into.set(numbersOf(column).subarray(from, to)),
    categories: async (column) => {
      const found = of(column);
      if (found.kind !== 'levels') throw new RangeError(`the model does not read ${column} as categories`);
      return found;
    },
    notNumbers: async () => new Uint32Array(0),
  };
}
