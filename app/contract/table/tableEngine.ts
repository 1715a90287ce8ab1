// What the engine does for tables: the rows of a plain delimited text and the numbers in them (native/table/plain_rows.h), and the
// order of a column's numbers (ranked_numbers.h).

/** Signs are codes of ASCII characters. */
export interface PlainForm {
  /** Fields of a row, at least 2. */
  columns: number;
  delimiter: number;
  /** Whether `"` encloses fields; else it is a character. */
  quoted: boolean;
  decimal: number;
  /** Whether lines end in CRLF; else in LF. */
  crlf: boolean;
  /** Columns whose numbers are wanted. */
  wanted: number[];
}

export interface PlainRows {
  /** Where each row begins, in bytes. */
  starts: Uint32Array;
  /** Bytes of the longest row. */
  longest: number;
  /** Begins with wanted x rows numbers, column by column; NaN where a cell is empty. The room that was given, or a larger one. */
  numbers: Float64Array;
  /** Of each wanted column, 1 where a cell is not a number and not empty: its numbers are of no use. */
  odd: Uint8Array;
  /** Of each wanted column, 1 where a cell begins with a zero and another digit. */
  leadingZeros: Uint8Array;
  /** Indices in `numbers` of the numbers that `hardTexts` spells, one a line. */
  hardIndices: Float64Array;
  hardTexts: string;
}

export interface RankedNumbers {
  /** For each rank, the number with that many others before it in sorted order, -0 before 0. */
  values: Float64Array;
  /** How many numbers are different; 0 and -0 are one. */
  different: number;
}

export interface TableEngine {
  /** `bytes` are whole lines, copied; on a thread of its own, which a signal ends early. null: not plain. */
  readPlainRows(
    bytes: Uint8Array,
    form: PlainForm,
    room: Float64Array,
    signal?: AbortSignal,
  ): Promise<PlainRows | null>;
  /** `values` are copied, NaN left out; ranks are less than the number of the others. On a thread of its own. */
  rankNumbers(values: Float64Array, ranks: number[]): Promise<RankedNumbers>;
}
