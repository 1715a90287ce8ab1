// The cells of a file. It takes a SourceFile and its Scanner, and returns spellings, levels and numbers of one column at a
// time, and windows of rows. columns/ decides which type a column has and which cells are missing. In a regular file, plain
// number columns are kept as numbers, all other columns as text in DuckDB, and windows of rows are read from the file again. In
// an irregular file all columns are kept as text.
import { join } from 'node:path';
import { copyCut, writeRegularCopy } from '../csv/regularCopy.ts';
import { type Scan, type Scanner, unreadable } from '../csv/scan.ts';
import { indices } from '../numbers/indices.ts';
import { NumberFacts } from '../numbers/numberFacts.ts';
import { removeTemporaryFolder, temporaryFolder, throwWriteError } from '../resources/temporaryFolder.ts';
import { requireUnchanged } from '../source/openFile.ts';
import type { SourceFile } from '../source/sourceFile.ts';
import { CellDatabase } from './cellDatabase.ts';
import type { CellFacts } from './cellFacts.ts';
import { tableClosed } from './closedTable.ts';
import { FileRows } from './fileRows.ts';
import type { PlainColumns } from './plainColumns.ts';
import type { ReadOptions } from './readOptions.ts';
import { scanAndRead } from './scanAndRead.ts';
import { TextColumns } from './textColumns.ts';
import { TextRows } from './textRows.ts';

export class CellStore {
  readonly scan: Scan;
  private readonly database: CellDatabase;
  private readonly source: SourceFile;
  private readonly plain: PlainColumns | null;
  /** null where windows of rows are read from the database. */
  private readonly file: FileRows | null;
  /** The columns that are kept as text, and reading rows of them. */
  readonly text: TextColumns;
  readonly textRows: TextRows;
  private closed = false;

  private constructor(database: CellDatabase, source: SourceFile, scan: Scan, kept: Kept) {
    this.database = database;
    this.source = source;
    this.scan = scan;
    this.plain = kept.plain;
    this.file = kept.file;
    this.text = new TextColumns(database, kept.texts, scan.rows);
    this.textRows = new TextRows(database, this.text, scan.rows);
  }

  /** Takes ownership of the source. Throws AppError csv_unreadable, file_changed, out_of_memory and what the scan throws; the
   *  signal's reason when aborted. */
  static async load(source: SourceFile, scanner: Scanner, how: ReadOptions): Promise<CellStore> {
    const { signal } = how;
    const database = await CellDatabase.create(source.bytes);
    try {
      const { scan, plain } = await scanAndRead(database, source, scanner, how);
      const kept = await keepRest(database, source, scan, plain, signal);
      await requireUnchanged(source);
      await database.lock();
      return new CellStore(database, source, scan, kept);
    } catch (error) {
      database.close();
      throw error;
    }
  }

  get rows(): number {
    return this.scan.rows;
  }

  /** Facts about a column. */
  async facts(column: number): Promise<CellFacts> {
    const plain = this.plain?.facts(column) ?? null;
    if (plain !== null) {
      const { largest, count } = plain;
      return { empty: this.rows - count, others: 0, spellings: [], complete: true, leadingZeros: 0, largest };
    }
    return this.text.facts(column);
  }

  /** Count, range, sum and similar facts of a column's numbers. */
  async numberFacts(column: number): Promise<NumberFacts> {
    const plain = this.plain?.facts(column) ?? null;
    if (plain !== null) return plain;
    const facts = new NumberFacts();
    facts.add(await this.numbers(column));
    return facts;
  }

  /** Numbers of a column; NaN where a cell is not a number or is beyond float32. The caller owns the array. */
  async numbers(column: number, into: Float64Array = new Float64Array(this.rows)): Promise<Float64Array> {
    if (this.closed) throw tableClosed();
    if (this.plain?.has(column)) return this.plain.numbers(column, into);
    return this.text.numbers(column, into);
  }

  /** Whether spans of a column's numbers can be read without reading the whole column. */
  hasSpans(column: number): boolean {
    return this.plain?.has(column) ?? false;
  }

  /** Like `numbers`, but only rows `from`..`to - 1` of a column that has spans, written to the beginning of `into`. */
  async span(column: number, from: number, to: number, into: Float64Array): Promise<void> {
    if (this.closed || this.plain === null) throw tableClosed();
    await this.plain.span(column, from, to, into);
  }

  /** Rows `from`..`to - 1` as text. */
  async cells(from: number, to: number): Promise<(string | null)[][]> {
    if (this.closed) throw tableClosed();
    return (this.file ?? this.textRows).cells(from, to);
  }

  /** The rows with these numbers as text, in the given order. */
  async scattered(rows: Uint32Array): Promise<(string | null)[][]> {
    if (this.closed) throw tableClosed();
    return (this.file ?? this.textRows).scattered(rows);
  }

  /** All rows in pieces, see Table.allLines. */
  allLines(): AsyncGenerator<string[]> | null {
    if (this.closed) throw tableClosed();
    return this.file?.lines() ?? null;
  }

  /** 1 for each row whose cell contains `text` in any case and is not empty or one of `missing`. */
  async containing(column: number, missing: string[], text: string): Promise<Uint8Array> {
    if (this.text.has(column)) return this.textRows.containing(column, missing, text);
    if (this.closed || this.file === null) throw tableClosed();
    return this.file.containing(column, text);
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.text.close();
    this.plain?.close();
    this.source.close().catch(() => {});
    this.database.close();
  }
}

interface Kept {
  plain: PlainColumns | null;
  texts: number[];
  file: FileRows | null;
}

/** Keeps the columns that are not plain as text. */
async function keepRest(
  database: CellDatabase,
  source: SourceFile,
  scan: Scan,
  plain: PlainColumns | null,
  signal?: AbortSignal,
): Promise<Kept> {
  const all = indices(scan.layout.columns);
  if (plain !== null) {
    const texts = all.filter((column) => !plain.has(column));
    const file = { path: source.path, skip: scan.firstLine - 1, cut: scan };
    if (texts.length === 0 || (await database.keep(file, texts, scan.rows, signal)))
      return { plain, texts, file: new FileRows(source, scan) };
    plain.close();
  }
  const folder = await temporaryFolder();
  try {
    const copy = join(folder, 'rows.csv');
    await writeRegularCopy(source, scan, copy, signal).catch(throwWriteError);
    const file = { path: copy, skip: 0, cut: copyCut(scan) };
    if (await database.keep(file, all, scan.rows, signal)) return { plain: null, texts: all, file: null };
    throw unreadable(source.fileName, 'its lines could not be cut into cells');
  } finally {
    removeTemporaryFolder(folder);
  }
}
