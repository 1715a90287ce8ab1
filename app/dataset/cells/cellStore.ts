// The cells of a file. It takes a SourceFile and its Scanner, and returns spellings, levels and numbers of one column at a
// time, and windows of rows. columns/ decides which type a column has and which cells are missing. Plain number columns are kept
// as numbers, all other columns as text (textColumns.ts). Windows of rows are read again from the file, or from its regular copy.
import type { CutRecord } from '../csv/cutRecord.ts';
import { fieldTexts } from '../csv/fields.ts';
import type { Scan, Scanner } from '../csv/scan.ts';
import { visitRows } from '../csv/visitRows.ts';
import { NumberFacts } from '../numbers/numberFacts.ts';
import { requireUnchanged } from '../source/openFile.ts';
import type { SourceFile } from '../source/sourceFile.ts';
import { CellDatabase } from './cellDatabase.ts';
import type { CellFacts, RowRecord } from './cellFacts.ts';
import { tableClosed } from './closedTable.ts';
import { DatabaseTextColumns } from './databaseTextColumns.ts';
import { DatabaseTextRows } from './databaseTextRows.ts';
import { type Kept, keepRest } from './keepRest.ts';
import type { ReadOptions } from './readOptions.ts';
import { scanAndRead } from './scanAndRead.ts';
import type { TextColumns, TextRows } from './textColumns.ts';

export class CellStore {
  readonly scan: Scan;
  private readonly database: CellDatabase;
  private readonly source: SourceFile;
  private readonly kept: Kept;
  /** The columns that are kept as text, and reading rows of them. */
  readonly text: TextColumns;
  readonly textRows: TextRows;
  private closed = false;

  private constructor(database: CellDatabase, source: SourceFile, scan: Scan, kept: Kept) {
    this.database = database;
    this.source = source;
    this.scan = scan;
    this.kept = kept;
    const inDatabase = new DatabaseTextColumns(database, kept.texts, scan.rows);
    this.text = kept.memory ?? inDatabase;
    this.textRows = kept.memory ?? new DatabaseTextRows(database, inDatabase, scan.rows);
  }

  /** Takes ownership of the source. Throws AppError csv_unreadable, file_changed, out_of_memory and what the scan throws; the
   *  signal's reason when aborted. */
  static async load(source: SourceFile, scanner: Scanner, how: ReadOptions): Promise<CellStore> {
    const database = await CellDatabase.create(source.bytes);
    let kept: Kept | null = null;
    try {
      const found = await scanAndRead(database, source, scanner, how);
      kept = await keepRest(database, source, found, how);
      await requireUnchanged(source);
      await database.lock();
      return new CellStore(database, source, found.scan, kept);
    } catch (error) {
      kept?.plain?.close();
      await kept?.copy?.close();
      database.close();
      throw error;
    }
  }

  get rows(): number {
    return this.scan.rows;
  }

  /** Facts about a column. */
  async facts(column: number): Promise<CellFacts> {
    const plain = this.kept.plain?.facts(column) ?? null;
    if (plain !== null) {
      const { largest, count } = plain;
      return { empty: this.rows - count, others: 0, spellings: [], complete: true, leadingZeros: 0, largest };
    }
    return this.text.facts(column);
  }

  /** Count, range, sum and similar facts of a column's numbers. */
  async numberFacts(column: number): Promise<NumberFacts> {
    const plain = this.kept.plain?.facts(column) ?? null;
    if (plain !== null) return plain;
    const facts = new NumberFacts();
    facts.add(await this.numbers(column));
    return facts;
  }

  /** Numbers of a column; NaN where a cell is not a number or is beyond float32. The caller owns the array. */
  async numbers(column: number, into: Float64Array = new Float64Array(this.rows)): Promise<Float64Array> {
    const { plain } = this.kept;
    return this.whileOpen(() => (plain?.has(column) ? plain : this.text).numbers(column, into));
  }

  /** Whether spans of a column's numbers can be read without reading the whole column. */
  hasSpans(column: number): boolean {
    return this.kept.plain?.has(column) ?? false;
  }

  /** Like `numbers`, but only rows `from`..`to - 1` of a column that has spans, written to the beginning of `into`. */
  async span(column: number, from: number, to: number, into: Float64Array): Promise<void> {
    const { plain } = this.kept;
    if (plain === null) throw tableClosed();
    await this.whileOpen(() => plain.span(column, from, to, into));
  }

  /** Rows `from`..`to - 1` as text. */
  async cells(from: number, to: number): Promise<(string | null)[][]> {
    return this.whileOpen(() => this.kept.file.cells(from, to));
  }

  /** The rows with these numbers as text, in the given order. */
  async scattered(rows: Uint32Array): Promise<(string | null)[][]> {
    return this.whileOpen(() => this.kept.file.scattered(rows));
  }

  /** All rows in pieces, see Table.allLines. */
  allLines(): AsyncGenerator<string[]> | null {
    if (this.closed) throw tableClosed();
    const { copy, file } = this.kept;
    const ownDelimiter = copy === null || copy.cut.layout.syntax.delimiter === this.scan.layout.delimiter;
    const lines = ownDelimiter ? file.lines() : null;
    return lines && this.piecesWhileOpen(lines);
  }

  /** 1 for each row whose cell contains `text` in any case and is not empty or one of `missing`. */
  async containing(column: number, missing: string[], text: string): Promise<Uint8Array> {
    if (this.text.has(column)) return this.textRows.containing(column, missing, text);
    return this.whileOpen(() => this.kept.file.containing(column, text));
  }

  /** Rows, ascending, whose cell is neither a number that float32 holds nor empty or one of `missing`. */
  async notNumbers(column: number, missing: string[]): Promise<Uint32Array> {
    if (this.closed) throw tableClosed();
    return this.text.has(column) ? this.text.notNumbers(column, missing) : new Uint32Array(0);
  }

  /** See Table.records. */
  async records(rows: ReadonlySet<number>, signal?: AbortSignal): Promise<Map<number, RowRecord>> {
    const found = new Map<number, RowRecord>();
    const take = (row: number, record: CutRecord) => {
      const cells = fieldTexts(record).map((text) => (text === '' ? null : text));
      found.set(row, { line: record.line, cells });
    };
    await this.whileOpen(() => visitRows(this.source, this.scan, rows, take, signal));
    return found;
  }

  /** A table may be closed in the midst of a read: whatever that read fails with, such as a closed file, the cause is told. */
  private async whileOpen<T>(read: () => Promise<T>): Promise<T> {
    if (this.closed) throw tableClosed();
    try {
      return await read();
    } catch (error) {
      throw this.closed ? tableClosed() : error;
    }
  }

  private async *piecesWhileOpen(lines: AsyncGenerator<string[]>): AsyncGenerator<string[]> {
    try {
      yield* lines;
    } catch (error) {
      throw this.closed ? tableClosed() : error;
    }
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.text.close();
    this.kept.plain?.close();
    this.kept.copy?.close().catch(() => {});
    this.source.close().catch(() => {});
    this.database.close();
  }
}
