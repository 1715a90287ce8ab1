// What is asked of the columns that are kept as text: in DuckDB (databaseTextColumns.ts, databaseTextRows.ts), or in memory where the table
// is small and plain (memoryTexts.ts). Both give the same answers. `missing` are the cells that mean missing, exactly as written; a level
// is a cell without blanks around it; patterns are regular expressions that RE2 and JavaScript read alike.
import type { CellFormat } from '../values/spelling.ts';
import type { Categories, CellCount, CellFacts, LevelCounts } from './cellFacts.ts';
import type { NumberColumnAsked } from './nonNumericSql.ts';

/** How many different cells are read to decide the type of a column. */
export const spellingsSeen = 2_000;

export interface TextColumns {
  has(column: number): boolean;

  facts(column: number): Promise<CellFacts>;

  /** Reads the numbers of a column again, in another form. */
  readNumbers(column: number, format: CellFormat): Promise<void>;

  /** Every cell of a column that is one of the spellings `missing`, ignoring case; for a column whose list of spellings is
   *  incomplete. */
  missingCells(column: number, missing: ReadonlySet<string>): Promise<CellCount[]>;

  /** A column's levels, most frequent first, at most `limit`. */
  levels(column: number, missing: string[], limit: number): Promise<LevelCounts>;

  /** Cells of number columns that are neither numbers nor missing, the first `most` by row: 0-based row, index in `columns`,
   *  text. */
  nonNumericCells(
    columns: NumberColumnAsked[],
    most: number,
  ): Promise<[row: number, index: number, text: string][]>;

  /** Rows of such cells of one column, ascending. */
  notNumbers(column: number, missing: string[]): Promise<Uint32Array>;

  /** How many rows have such a cell; the row numbers in `except` are left out. */
  countNonNumericRows(columns: NumberColumnAsked[], except: number[]): Promise<number>;

  /** How many numbers are beyond float32. */
  countBeyond(column: number): Promise<number>;

  /** How many numbers are not zero. */
  countNonZero(column: number): Promise<number>;

  /** The first cell, by row, that matches a pattern as a whole; null if there is none. */
  firstMatch(column: number, pattern: string): Promise<string | null>;

  /** The different cells that match a pattern as a whole in lower case, with their counts; at most a hundred. */
  matching(column: number, pattern: string): Promise<CellCount[]>;

  /** How many cells match a pattern as a whole. */
  countMatches(column: number, pattern: string): Promise<number>;

  /** How many rows have these texts, trimmed, in these columns, and the number of the first; of more than `groupColumns` columns not all
   *  need be compared. */
  rowsOf(cells: [column: number, text: string][]): Promise<{ count: number; first: number }>;

  /** Writes a column's numbers into `into`, which has one entry per row; NaN where a cell is not a number or is beyond float32. */
  numbers(column: number, into: Float64Array): Promise<Float64Array>;

  /** The levels of a column, by code point, and for each row the index of its level; -1 where the cell is empty or in `missing`, which
   *  must be the same in each call. */
  categories(column: number, missing: string[]): Promise<Categories>;

  /** Frees what is cached. */
  close(): void;
}

export interface TextRows {
  /** All rows sorted by a column's levels, by code point; missing ones last in both directions, equal ones in the file's order. */
  ordered(column: number, missing: string[], descending: boolean): Promise<Uint32Array>;

  /** 1 for each row whose cell has a value and contains `text`, ignoring case. */
  containing(column: number, missing: string[], text: string): Promise<Uint8Array>;

  /** 1 for each row whose cell is missing. */
  lacking(column: number, missing: string[]): Promise<Uint8Array>;

  /** A 64-bit hash of each row's cells in some columns, as pairs of 32-bit halves, in pieces. */
  hashes(columns: number[]): AsyncGenerator<{ from: number; hashes: Int32Array }>;
}
