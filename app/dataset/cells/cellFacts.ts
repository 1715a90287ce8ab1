// Facts about a column that a CellStore returns.

export interface CellCount {
  value: string;
  rows: number;
}

export interface CellFacts {
  /** Empty or absent. */
  empty: number;
  /** Cells that are neither empty nor numbers. */
  others: number;
  /** The different cells of `others` with their counts, most frequent first. If there are more than the store counts, only some
   *  of them, and `complete` is false. */
  spellings: CellCount[];
  complete: boolean;
  /** Numbers written with leading zeros. */
  leadingZeros: number;
  /** The largest absolute value. */
  largest: number;
}

export interface LevelCounts {
  levels: CellCount[];
  distinct: number;
  rows: number;
  /** Mean number of characters over the distinct levels. */
  length: number;
}

/** A row as it stands in the file. */
export interface RowRecord {
  /** The line on which it begins, from 1. */
  line: number;
  /** Null where empty; fewer than there are columns where the row is short. */
  cells: (string | null)[];
}

/** A column read as levels: `codes[row]` is the index of the row's level in `levels`, -1 where the cell is missing. */
export interface Categories {
  codes: Int32Array;
  levels: string[];
}
