// A table that was read from a file, as all later rooms and the workspace know it: what it holds in figures, and its cells column by
// column. The cells stay in the store; whoever needs them gets one column or one window of rows at a time. Only the interface:
// fileTable.ts implements it.

import type { Issue } from '../../contract/issues/issues.ts';
import type { ColumnSummary, RowWindow, View } from '../../contract/table/dataset.ts';
import type { Container, Dialect, Problem, Reading } from '../../contract/table/reading.ts';
import type { Categories } from '../cells/cellFacts.ts';

/** One file as read. Every method rejects after `close`. A column is named as in `columns`; an unknown name rejects with
 *  AppError column_unknown. */
export interface Table {
  readonly fileName: string;
  readonly path: string;
  readonly bytes: number;
  /** When the file was last changed before it was read, in milliseconds since 1970. */
  readonly modified: number;
  /** SHA-256 of the file's bytes, hex. */
  readonly hash: string;
  readonly container: Container;
  /** Of a workbook, in its order; else empty. */
  readonly sheets: readonly string[];
  /** What was asked for, and what was done. */
  readonly reading: Reading;
  readonly dialect: Dialect;
  /** Rows read, and rows left out; their sum is what the file holds. */
  readonly rows: number;
  readonly rowsLeftOut: number;
  /** Rows that could not be read as they stand, and the first of them. */
  readonly problemRows: number;
  readonly problems: readonly Problem[];
  /** Replaced as more becomes known (`profile`). */
  readonly columns: readonly ColumnSummary[];
  /** Whether all findings about the table itself are among `issues`. */
  readonly examined: boolean;
  /** Replaced as more becomes known (`examine`). */
  readonly issues: readonly Issue[];
  /** Completes the figures of one column, or of all that lack some, one after the other. */
  profile(column?: string): Promise<void>;
  /** Completes the findings, by the figures that are there: profile first. Of a large table it takes seconds, in steps; `pause` is
   *  awaited between them, until somebody asks without it and waits. */
  examine(pause?: () => Promise<void>): Promise<void>;
  /** The column read as numbers, one entry per row. NaN is missing: an empty cell, a spelling of missing, what is no
   *  number, what is infinite or beyond float32. The array is the caller's own; where
   *  `into` is given (one entry per row) it is filled: allocating an array of millions of rows takes longer than filling it. */
  numbers(column: string, into?: Float64Array): Promise<Float64Array>;
  /** Whether `span` can be asked for the column: its numbers can be read span by span. */
  hasSpans(column: string): boolean;
  /** As `numbers`, of rows `from`..`to - 1` only, at the beginning of `into`. */
  span(column: string, from: number, to: number, into: Float64Array): Promise<void>;
  /** The column read as levels: `codes[row]` indexes `levels`, -1 is missing. Levels that are all numbers are sorted by
   *  value and spelled shortest (`1`, not `1.0`), others by code point, trimmed and in Unicode's composed form (NFC).
   *  Rejects with AppError levels_too_many. */
  categories(column: string): Promise<Categories>;
  /** Rows `offset`..`offset + limit - 1` (fewer at the end), cells exactly as in the file, null where empty or absent. */
  cells(offset: number, limit: number): Promise<(string | null)[][]>;
  /** A window of the rows of a view, with their numbers; without a view all rows in the file's order. */
  window(asked: RowsAsked): Promise<RowWindow>;
  /** All rows from the first to the last, in pieces. */
  allCells(): AsyncIterable<(string | null)[][]>;
  /** The same as lines of text that say what the cells do: between the table's own delimiters, and between quotes only where they hold
   *  such a delimiter or a quote. null where they cannot be had; reading them takes a tenth of the time of cutting cells. Rejects with
   *  AppError file_changed. */
  allLines(): AsyncIterable<string[]> | null;
  /** Gives the memory back. May be called twice. */
  close(): void;
}

export interface RowsAsked {
  offset: number;
  limit: number;
  view?: View | undefined;
}
