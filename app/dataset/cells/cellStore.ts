// The cells of a file. In come a SourceFile and its Scanner; what goes out is asked for column by column: spellings, levels, numbers,
// windows of rows. What a column is (its type, what means missing) is decided by the next room. Of a regular file plain columns of
// numbers are kept as numbers, all others as text in DuckDB, and windows of rows are read from the file again; of any other file all
// columns are kept as text.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { copyCut, writeRegularCopy } from '../csv/regularCopy.ts';
import { type Scan, type Scanner, unreadable } from '../csv/scan.ts';
import { indices } from '../numbers/indices.ts';
import { NumberFacts } from '../numbers/numberFacts.ts';
import { quoted } from '../resources/sqlText.ts';
import { temporaryFolder, throwWriteError } from '../resources/temporaryFolder.ts';
import { requireUnchanged } from '../source/openFile.ts';
import type { SourceFile } from '../source/sourceFile.ts';
import { byCodePoint, float32Max } from '../values/spelling.ts';
import { CellDatabase, groupColumns } from './cellDatabase.ts';
import type { Categories, CellCount, CellFacts, LevelCounts } from './cellFacts.ts';
import { FileRows } from './fileRows.ts';
import { bareSql, levelSql, presentSql } from './levelSql.ts';
import { type NumberColumnAsked, nonNumericSql } from './nonNumericSql.ts';
import type { PlainColumns } from './plainColumns.ts';
import type { ReadOptions } from './readOptions.ts';
import { scanAndRead } from './scanAndRead.ts';
import { TextRows } from './textRows.ts';
import { itemsOf } from './vectorItems.ts';

/** Distinct cells looked at to type a column. */
export const spellingsSeen = 2_000;
/** Bytes of the block of number columns kept for the next call. */
const blockBytes = 64 * 2 ** 20;

export class CellStore {
  readonly scan: Scan;
  private readonly database: CellDatabase;
  private readonly source: SourceFile;
  private readonly plain: PlainColumns | null;
  /** Columns kept as text, ascending, and the place of each among them. */
  private readonly texts: number[];
  private readonly places: Map<number, number>;
  /** null where windows of rows come from the database. */
  private readonly file: FileRows | null;
  readonly textRows: TextRows;
  private readonly textFacts = new Map<number, CellFacts>();
  private block: { from: number; columns: Float64Array[] } | null = null;
  private readonly levelNames = new Map<number, Promise<Levels>>();
  private closed = false;

  private constructor(database: CellDatabase, source: SourceFile, scan: Scan, kept: Kept) {
    this.database = database;
    this.source = source;
    this.scan = scan;
    this.plain = kept.plain;
    this.texts = kept.texts;
    this.places = new Map(kept.texts.map((column, place) => [column, place]));
    this.file = kept.file;
    this.textRows = new TextRows(database, kept.texts, scan.rows);
  }

  /** Takes the source's handle over. Throws AppError csv_unreadable, file_changed, out_of_memory and what the scan throws; the
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

  /** Of a column. */
  async facts(column: number): Promise<CellFacts> {
    const plain = this.plain?.facts(column) ?? null;
    if (plain !== null) {
      const { largest, count } = plain;
      return { empty: this.rows - count, others: 0, spellings: [], complete: true, leadingZeros: 0, largest };
    }
    const known = this.textFacts.get(column);
    if (known !== undefined) return known;
    const first = this.places.get(column)! - (this.places.get(column)! % groupColumns);
    const group = this.texts.slice(first, first + groupColumns);
    for (const [k, facts] of (await this.factsOf(group)).entries()) this.textFacts.set(group[k]!, facts);
    return this.textFacts.get(column)!;
  }

  /** Of columns kept together as text. */
  private async factsOf(columns: number[]): Promise<CellFacts[]> {
    const group = this.groupOf(columns[0]!);
    const counts = columns.map(
      (i) => `count(c${i})::DOUBLE, count(n${i})::DOUBLE,
        count(CASE WHEN c${i} >= '00' AND c${i} < '0:' THEN n${i} END)::DOUBLE, max(abs(n${i}))`,
    );
    const [row = []] = await this.database.query(`SELECT ${counts} FROM ${group}`);
    const facts = columns.map((_, k) => {
      const [filled = 0, numbers = 0, leadingZeros = 0, largest = 0] = row.slice(
        4 * k,
        4 * k + 4,
      ) as number[];
      const empty = this.rows - filled;
      return {
        empty,
        others: filled - numbers,
        leadingZeros,
        largest: largest ?? 0,
        spellings: [],
        complete: true,
      };
    }) as CellFacts[];
    const queries = columns.flatMap((i, k) =>
      facts[k]!.others === 0
        ? []
        : [
            `(SELECT ${k}, c${i}, count(*)::DOUBLE FROM ${group}
          WHERE n${i} IS NULL AND c${i} IS NOT NULL GROUP BY c${i} LIMIT ${spellingsSeen + 1})`,
          ],
    );
    if (queries.length === 0) return facts;
    for (const [k, value, rows] of await this.database.query(queries.join(' UNION ALL '))) {
      facts[k as number]!.spellings.push({ value: value as string, rows: rows as number });
    }
    for (const fact of facts) {
      fact.complete = fact.spellings.length <= spellingsSeen;
      fact.spellings.sort((a, b) => b.rows - a.rows || (a.value < b.value ? -1 : 1));
    }
    return facts;
  }

  /** The table that holds a column's text. */
  private groupOf(column: number): string {
    return `g${Math.floor(this.places.get(column)! / groupColumns)}`;
  }

  /** Every spelling of missing in a column whose spellings are not complete. */
  async missingCells(column: number): Promise<CellCount[]> {
    const tokens = ['', ...this.scan.layout.format.missing].map(quoted).join(', ');
    const sql = `SELECT c${column}, count(*)::DOUBLE FROM ${this.groupOf(column)}
      WHERE n${column} IS NULL AND c${column} IS NOT NULL AND lower(${bareSql(column)}) IN (${tokens}) GROUP BY 1`;
    const rows = await this.database.query(sql);
    return rows.map(([value, count]) => ({ value: value as string, rows: count as number }));
  }

  /** A column's levels, most frequent first, at most `limit`; `missing` are the cells that are none, exactly as written. */
  async levels(column: number, missing: string[], limit: number): Promise<LevelCounts> {
    const sql = `SELECT level, rows, count(*) OVER ()::DOUBLE, (sum(rows) OVER ())::DOUBLE, (avg(length(level)) OVER ())::DOUBLE
      FROM (SELECT ${levelSql(column)} AS level, sum(cells)::DOUBLE AS rows
        FROM (SELECT c${column}, count(*) AS cells FROM ${this.groupOf(column)} GROUP BY 1)
        WHERE ${presentSql(column, missing)} GROUP BY 1)
      ORDER BY rows DESC, level LIMIT ${limit}`;
    const rows = await this.database.query(sql);
    const [, , distinct = 0, total = 0, length = 0] = rows[0] ?? [];
    return {
      levels: rows.map(([value, count]) => ({ value: value as string, rows: count as number })),
      distinct: distinct as number,
      rows: total as number,
      length: length as number,
    };
  }

  /** Cells of number columns that are none and mean something, the first `most` by row: 0-based row, place in `columns`, text. */
  async nonNumericCells(
    columns: NumberColumnAsked[],
    most: number,
  ): Promise<[row: number, place: number, text: string][]> {
    const rows = await this.database.query(
      `${nonNumericSql(columns, (column) => this.groupOf(column))} ORDER BY r, k LIMIT ${most}`,
    );
    return rows as [number, number, string][];
  }

  /** How many rows have such a cell, `except` (numbers of rows) left out. */
  async countNonNumericRows(columns: NumberColumnAsked[], except: number[]): Promise<number> {
    const others = except.length === 0 ? '' : `WHERE r NOT IN (${except.join()})`;
    const sql = `SELECT count(DISTINCT r)::DOUBLE FROM (${nonNumericSql(columns, (column) => this.groupOf(column))}) ${others}`;
    const [[count] = []] = await this.database.query(sql);
    return count as number;
  }

  /** How many numbers float32 cannot hold. */
  async countBeyond(column: number): Promise<number> {
    const sql = `SELECT count(*)::DOUBLE FROM ${this.groupOf(column)} WHERE abs(n${column}) > ${float32Max}`;
    const [[count] = []] = await this.database.query(sql);
    return count as number;
  }

  /** How many cells match a regular expression (RE2) as a whole. */
  async countMatches(column: number, pattern: string): Promise<number> {
    const sql = `SELECT count(*)::DOUBLE FROM ${this.groupOf(column)}
      WHERE regexp_full_match(${bareSql(column)}, ${quoted(pattern)})`;
    const [[count] = []] = await this.database.query(sql);
    return count as number;
  }

  /** What the numbers of a column come to. */
  async numberFacts(column: number): Promise<NumberFacts> {
    const plain = this.plain?.facts(column) ?? null;
    if (plain !== null) return plain;
    const facts = new NumberFacts();
    facts.add(await this.numbers(column));
    return facts;
  }

  /** Numbers of a column, NaN where there is none or one beyond float32. The array is the caller's. */
  async numbers(column: number, into: Float64Array = new Float64Array(this.rows)): Promise<Float64Array> {
    if (this.closed) throw new Error('the table is closed');
    if (this.plain?.has(column)) return this.plain.numbers(column, into);
    const kept = this.block?.columns[this.places.get(column)! - this.block.from];
    if (kept !== undefined) return copied(kept, into);
    const fitting = Math.floor(blockBytes / 8 / Math.max(this.rows, 1));
    const width = Math.max(1, Math.min(groupColumns, fitting));
    const place = this.places.get(column)!;
    const groupStart = place - (place % groupColumns);
    const from = place - ((place - groupStart) % width);
    const columns = this.texts.slice(from, Math.min(from + width, groupStart + groupColumns));
    this.block = { from, columns: await this.numberBlock(columns) };
    return copied(this.block.columns[place - from]!, into);
  }

  /** Whether spans of a column's numbers can be had without all of it. */
  hasSpans(column: number): boolean {
    return this.plain?.has(column) ?? false;
  }

  /** Rows `from`..`to - 1` of a column that has spans, as `numbers`, at the beginning of `into`. */
  async span(column: number, from: number, to: number, into: Float64Array): Promise<void> {
    if (this.closed || this.plain === null) throw new Error('the table is closed');
    await this.plain.span(column, from, to, into);
  }

  private async numberBlock(columns: number[]): Promise<Float64Array[]> {
    const numbers = columns.map(() => new Float64Array(this.rows));
    const names = columns.map((i) => `coalesce(n${i}, 'NaN'::DOUBLE)`);
    let offset = 0;
    for await (const chunk of this.database.chunks(`SELECT ${names} FROM ${this.groupOf(columns[0]!)}`)) {
      for (const [k, target] of numbers.entries()) {
        copyFinite(itemsOf(chunk.getColumnVector(k), Float64Array), chunk.rowCount, target, offset);
      }
      offset += chunk.rowCount;
    }
    return numbers;
  }

  /** The levels of a column kept as text, by code point, and each row's place among them, -1 where a cell is empty or one of
   *  `missing`, which are the same in each call. */
  async categories(column: number, missing: string[]): Promise<Categories> {
    let known = this.levelNames.get(column);
    if (known === undefined) {
      known = this.nameCells(column, missing);
      this.levelNames.set(column, known);
    }
    const { levels, places } = await known;
    const codes = new Int32Array(this.rows);
    if (levels.length === 0) return { codes: codes.fill(-1), levels: [] };
    const sql = `SELECT coalesce(enum_code(c${column}::cells${column})::INTEGER, -1) FROM ${this.groupOf(column)}`;
    let row = 0;
    for await (const chunk of this.database.chunks(sql)) {
      for (const cell of itemsOf(chunk.getColumnVector(0), Int32Array)) codes[row++] = places[cell] ?? -1;
    }
    return { codes, levels: [...levels] };
  }

  /** Makes an enumeration `cells<column>` of a column's different cells, and says which level each of them is. */
  private async nameCells(column: number, missing: string[]): Promise<Levels> {
    const cells = `SELECT DISTINCT c${column} FROM ${this.groupOf(column)} WHERE c${column} IS NOT NULL ORDER BY 1`;
    const level = `CASE WHEN ${presentSql(column, missing)} THEN ${levelSql(column)} END`;
    const named = await this.database.query(`SELECT ${level} FROM (${cells}) ORDER BY c${column}`);
    const names = named.map(([name]) => name as string | null);
    const levels = [...new Set(names.filter((name) => name !== null))].sort(byCodePoint);
    if (levels.length > 0) await this.database.query(`CREATE TYPE cells${column} AS ENUM (${cells})`);
    const placeOf = new Map(levels.map((name, place) => [name, place]));
    const places = Int32Array.from(names, (name) => (name === null ? -1 : placeOf.get(name)!));
    return { levels, places };
  }

  /** Rows `from`..`to - 1` as text. */
  async cells(from: number, to: number): Promise<(string | null)[][]> {
    if (this.closed) throw new Error('the table is closed');
    return (this.file ?? this.textRows).cells(from, to);
  }

  /** The rows of these numbers as text, in their order. */
  async scattered(rows: Uint32Array): Promise<(string | null)[][]> {
    if (this.closed) throw new Error('the table is closed');
    return (this.file ?? this.textRows).scattered(rows);
  }

  /** All rows in pieces, see Table.allLines. */
  allLines(): AsyncGenerator<string[]> | null {
    if (this.closed) throw new Error('the table is closed');
    return this.file?.lines() ?? null;
  }

  /** 1 for each row whose cell contains `text` in any case and is not empty or one of `missing`. */
  async containing(column: number, missing: string[], text: string): Promise<Uint8Array> {
    if (this.places.has(column)) return this.textRows.containing(column, missing, text);
    if (this.closed || this.file === null) throw new Error('the table is closed');
    return this.file.containing(column, text);
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.block = null;
    this.plain?.close();
    this.source.close().catch(() => {});
    this.database.close();
  }
}

interface Levels {
  /** By code point. */
  levels: string[];
  /** Of each different cell its level's place, -1 for one that is missing. */
  places: Int32Array;
}

interface Kept {
  plain: PlainColumns | null;
  texts: number[];
  file: FileRows | null;
}

/** Keeps what is not plain as text. */
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
    await rm(folder, { recursive: true, force: true });
  }
}

function copied(values: Float64Array, into: Float64Array): Float64Array {
  into.set(values);
  return into;
}

function copyFinite(values: Float64Array, count: number, target: Float64Array, offset: number): void {
  for (let i = 0; i < count; i++) {
    const value = values[i]!;
    target[offset + i] = Math.abs(value) <= float32Max ? value : Number.NaN;
  }
}
