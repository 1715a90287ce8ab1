// The rows of a plain delimited text and the numbers in them, read natively (native/base/plain_rows.h).

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
  /** wanted x rows, column by column; NaN where a cell is empty. */
  numbers: Float64Array;
  /** Of each wanted column, 1 where a cell is no number and not empty: its numbers are of no use. */
  odd: Uint8Array;
  /** Of each wanted column, 1 where a cell begins with a zero and another digit. */
  leadingZeros: Uint8Array;
  /** Places in `numbers` where what `hardTexts` spells, a number a line, is to be put. */
  hardPlaces: Float64Array;
  hardTexts: string;
}

export interface RowReader {
  /** `bytes` are whole lines, copied; on a thread of its own, which a signal ends early. null: not plain. */
  readPlainRows(bytes: Uint8Array, form: PlainForm, signal?: AbortSignal): Promise<PlainRows | null>;
}
