// A table that was read from a file, as all later stages and the workspace see it: its figures, and its cells column by column.
// The cells stay in the store; callers read one column or one window of rows at a time. This is only the interface:
// fileTable.ts implements it.

import type { Issue } from '../../contract/issues/issues.ts';
import type { ColumnSummary, RowWindow, View } from '../../contract/table/dataset.ts';
import type { Container, Dialect, Problem, Reading } from '../../contract/table/reading.ts';
import type { TableFile } from '../../contract/table/tableFiles.ts';
import type { Categories, RowRecord } from '../cells/cellFacts.ts';

/** One file as read, or several that were joined. Every method rejects after `close`. A column is named as in `columns`; an unknown name rejects with
 *  AppError column_unknown. */
export interface Table {
  readonly fileName: string;
  readonly path: string;
  readonly bytes: number;
  /** When the file was last changed before it was read, in milliseconds since 1970. */
  readonly modified: number;
  /** SHA-256 of the file's bytes, hex; of several files that of their names and hashes. */
  readonly hash: string;
  /** The files of a table of several, in the order of their rows; empty for one file. */
  readonly files: readonly TableFile[];
  /** The column that says the file of each row; null for one file. */
  readonly fileColumn: string | null;
  readonly container: Container;
  /** Sheets of a workbook, in its order; empty for other files. */
  readonly sheets: readonly string[];
  /** The reading that was requested, and the dialect that was used. */
  readonly reading: Reading;
  readonly dialect: Dialect;
  /** Rows that were read, and rows that were left out; together all data rows of the file. */
  readonly rows: number;
  readonly rowsLeftOut: number;
  /** Whether numbers of some column are written otherwise than the dialect says: with a unit, in brackets, with another sign. */
  readonly ownForms: boolean;
  /** Number of rows that could not be read as they are, and the first of them. */
  readonly problemRows: number;
  readonly problems: readonly Problem[];
  /** Replaced when more is known (`profile`). */
  readonly columns: readonly ColumnSummary[];
  /** Whether all findings about the table itself are among `issues`. */
  readonly examined: boolean;
  /** Replaced when more is known (`examine`). */
  readonly issues: readonly Issue[];
  /** Those of the issues that are about how lines of the file were read. */
  readonly repairs: readonly Issue[];
  /** Completes the figures of one column, or of all incomplete columns one after the other. */
  profile(column?: string): Promise<void>;
  /** Completes the findings, using the figures: call `profile` first. For a large table it takes seconds, in steps; `pause` is
   *  awaited between them until another caller waits without `pause`. */
  examine(pause?: () => Promise<void>): Promise<void>;
  /** The column as numbers, one per row. NaN is missing: an empty cell, a spelling of missing, a cell that is not a number, or
   *  one that is infinite or beyond float32. The caller owns the array. If `into` is given (one entry per row), it is filled
   *  and returned: for millions of rows, allocating an array takes longer than filling it. */
  numbers(column: string, into?: Float64Array): Promise<Float64Array>;
  /** Whether `span` works for the column: its numbers can be read span by span. */
  hasSpans(column: string): boolean;
  /** Like `numbers`, but only rows `from`..`to - 1`, written to the beginning of `into`. */
  span(column: string, from: number, to: number, into: Float64Array): Promise<void>;
  /** The column as levels: `codes[row]` indexes `levels`, -1 is missing. If all levels are plain numbers, they are sorted by
   *  value and spelled shortest (`1`, not `1.0`); otherwise, numbers with a unit included, they are the cells as written, by
   *  code point, trimmed and in Unicode's composed form (NFC). Rejects with
   *  AppError levels_too_many. */
  categories(column: string): Promise<Categories>;
  /** Rows, ascending, whose cell in a column cannot be read as a number: it is neither missing nor a number that float32
   *  holds. */
  notNumbers(column: string): Promise<Uint32Array>;
  /** The rows with these 0-based numbers, with their lines in the file, which is read from its start up to the last of them.
   *  Rejects with AppError file_changed. */
  records(rows: ReadonlySet<number>, signal?: AbortSignal): Promise<Map<number, RowRecord>>;
  /** Rows `offset`..`offset + limit - 1` (fewer at the end), cells exactly as in the file, null where empty or absent. */
  cells(offset: number, limit: number): Promise<(string | null)[][]>;
  /** The rows with these 0-based numbers, in the given order, in the form of `cells`. */
  scattered(rows: Uint32Array): Promise<(string | null)[][]>;
  /** A window of a view's rows, with their row numbers; without a view all rows in the file's order. */
  window(asked: RowsAsked): Promise<RowWindow>;
  /** All rows from the first to the last, in pieces. */
  allCells(): AsyncIterable<(string | null)[][]>;
  /** The same as lines of text, with the table's own delimiter, quoted only where a cell contains the delimiter or a quote.
   *  Reading lines takes a tenth of the time of cutting cells. null if the table has no such lines. Rejects with AppError
   *  file_changed. */
  allLines(): AsyncIterable<string[]> | null;
  /** Frees the memory. May be called twice. */
  close(): void;
}

/** What making inputs of a table reads: its columns, not its rows. A row that a person types has these, too. */
export interface ColumnTable
  extends Pick<Table, 'fileName' | 'rows' | 'numbers' | 'hasSpans' | 'span' | 'categories' | 'notNumbers'> {
  readonly columns: readonly Pick<ColumnSummary, 'name' | 'type' | 'missing' | 'min' | 'max'>[];
}

export interface RowsAsked {
  offset: number;
  limit: number;
  view?: View | undefined;
}
