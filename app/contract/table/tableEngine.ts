// The engine's functions for tables: cutting the rows of plain delimited text and reading their numbers
// (native/table/plain_rows.h), and ranking a column's numbers (ranked_numbers.h).

/** How the text is cut. Delimiter and decimal sign are ASCII codes. */
export interface PlainForm {
  /** Fields of a row, at least 2. */
  columns: number;
  delimiter: number;
  /** Whether `"` encloses fields; otherwise it is an ordinary character. */
  quoted: boolean;
  decimal: number;
  /** Whether lines end in CRLF (true) or LF (false). */
  crlf: boolean;
  /** Columns whose numbers are to be read. */
  wanted: number[];
}

export interface PlainRows {
  /** Where each row begins, in bytes. */
  starts: Uint32Array;
  /** Bytes of the longest row. */
  longest: number;
  /** The first wanted x rows entries are the numbers, column by column; NaN for empty cells. The array that was passed in, or a
   *  larger one. */
  numbers: Float64Array;
  /** For each wanted column, 1 where some cell is neither a number nor empty: its numbers must not be used. */
  odd: Uint8Array;
  /** For each wanted column, 1 where some cell begins with a zero followed by another digit. */
  leadingZeros: Uint8Array;
  /** Indices in `numbers` of the numbers whose texts are in `hardTexts`, one per line. */
  hardIndices: Float64Array;
  hardTexts: string;
}

export interface RankedNumbers {
  /** For each rank, the number that has that many others before it in sorted order; -0 sorts before 0. */
  values: Float64Array;
  /** Number of distinct values; 0 and -0 count as one. */
  different: number;
}

export interface TableEngine {
  /** `bytes` must be whole lines; they are copied. Runs on another thread, which the signal can stop. null: the text is not
   *  plain. */
  readPlainRows(
    bytes: Uint8Array,
    form: PlainForm,
    room: Float64Array,
    signal?: AbortSignal,
  ): Promise<PlainRows | null>;
  /** `values` are copied and NaN is ignored; each rank must be less than the count of the others. Runs on another thread. */
  rankNumbers(values: Float64Array, ranks: number[]): Promise<RankedNumbers>;
}
