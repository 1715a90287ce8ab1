// The cells of one file in an in-memory DuckDB of its own: column i as text (`c<i>`, exactly as in the file) and as number
// (`n<i>`, NULL where it is none). DuckDB guesses nothing here: the scan says how to cut, every option is given, and the number
// of rows must be the one that was counted. It may spill to a temporary folder, fetches no extension, and cannot reach files
// once the table is read.

import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import {
  type DuckDBConnection,
  DuckDBDoubleVector,
  DuckDBInstance,
  type DuckDBResult,
  type DuckDBValue,
} from '@duckdb/node-api';
import { AppError } from '../contract/errors.ts';
import { writeRegularCopy } from './rewrite.ts';
import { type Scan, unreadable } from './scan.ts';
import type { SourceFile } from './sourceFile.ts';
import { blanks, float32Max, missingSpellings, numberSql, quoted } from './spelling.ts';
import { changedFile } from './utf8Pieces.ts';

/** Distinct cells looked at to type a column. */
export const spellingsSeen = 2_000;
/** Queries over many columns are cut into groups of this many: planning time grows faster than the number of columns. */
const columnsPerQuery = 64;
/** Bytes of the block of number columns kept for the next call. */
const blockBytes = 64 * 2 ** 20;
/** DuckDB's default for the longest line. */
const lineBytes = 2_000_000;

export interface CellCount {
  value: string;
  rows: number;
}

/** The cells of a column that are no numbers, most frequent first, at most `spellingsSeen` of `distinct`. */
export interface Spellings {
  cells: CellCount[];
  distinct: number;
  rows: number;
}

export interface CellFacts {
  empty: number;
  leadingZeros: number;
  huge: number;
}

export interface LevelCounts {
  levels: CellCount[];
  distinct: number;
  rows: number;
  /** Mean number of characters over the distinct levels. */
  length: number;
}

export class CellStore {
  readonly rows: number;
  readonly columns: number;
  private readonly instance: DuckDBInstance;
  private readonly folder: string;
  private closed = false;
  private block: { from: number; columns: Float64Array[] } | null = null;

  private constructor(instance: DuckDBInstance, folder: string, scan: Scan) {
    this.instance = instance;
    this.folder = folder;
    this.rows = scan.rows;
    this.columns = scan.layout.columns;
  }

  /** Reads the file. Throws AppError csv_unreadable, file_changed, out_of_memory; the signal's reason when aborted. */
  static async load(source: SourceFile, scan: Scan, signal?: AbortSignal): Promise<CellStore> {
    const folder = await mkdtemp(join(tmpdir(), 'chainrule-table-'));
    let instance: DuckDBInstance | null = null;
    try {
      instance = await DuckDBInstance.create(':memory:', {
        threads: '2',
        memory_limit: `${Math.max(256, Math.floor(totalmem() / 2 ** 20 / 2))}MiB`,
        temp_directory: join(folder, 'spill'),
        autoinstall_known_extensions: 'false',
        autoload_known_extensions: 'false',
        allow_community_extensions: 'false',
      });
      const store = new CellStore(instance, folder, scan);
      await store.read(source, scan, signal);
      return store;
    } catch (error) {
      instance?.closeSync();
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  private async read(source: SourceFile, scan: Scan, signal?: AbortSignal): Promise<void> {
    const done = scan.regular && (await this.readFrom(source.path, scan.firstLine - 1, scan, signal));
    if (!done) {
      const copy = join(this.folder, 'rows.csv');
      await writeRegularCopy(source, scan, copy, signal);
      if (!(await this.readFrom(copy, 0, scan, signal))) {
        throw unreadable(source.fileName, 'its lines could not be cut into cells');
      }
      await rm(copy, { force: true });
    }
    const now = await source.handle.stat();
    if (now.size !== source.bytes || now.mtimeMs !== source.modified) throw changedFile(source.fileName);
    await this.using(async (connection) => {
      await connection.run('SET enable_external_access = false');
      await connection.run('SET lock_configuration = true');
    });
  }

  /** False when DuckDB sees other rows than were counted. */
  private async readFrom(path: string, skip: number, scan: Scan, signal?: AbortSignal): Promise<boolean> {
    return this.using(async (connection) => {
      const interrupt = () => connection.interrupt();
      signal?.addEventListener('abort', interrupt);
      try {
        signal?.throwIfAborted();
        await connection.run(`CREATE OR REPLACE TABLE cells AS ${this.readSql(path, skip, scan)}`);
        const [[count] = []] = await rowsOf(connection, 'SELECT count(*)::DOUBLE FROM cells');
        return count === scan.rows;
      } catch (error) {
        signal?.throwIfAborted();
        if (/out of memory/i.test(String(error))) throw outOfMemory(error);
        return false;
      } finally {
        signal?.removeEventListener('abort', interrupt);
      }
    });
  }

  private readSql(path: string, skip: number, { layout, longest, quotedNewlines }: Scan): string {
    const indices = Array.from({ length: this.columns }, (_, i) => i);
    // In a pattern [*] is the star itself; a backslash stays one.
    const pattern = path.replace(/[[*?]/g, (character) => `[${character}]`);
    const line = Math.max(lineBytes, longest + 1_024);
    const options = [
      'auto_detect = false',
      `compression = 'none'`,
      `delim = ${quoted(layout.cutter)}`,
      `quote = '"'`,
      `escape = '"'`,
      'header = false',
      `skip = ${skip}`,
      'null_padding = false',
      'ignore_errors = false',
      'strict_mode = true',
      `max_line_size = ${line}`,
      `buffer_size = ${Math.max(16 * lineBytes, 2 * line)}`,
      `parallel = ${!quotedNewlines}`,
      `columns = {${indices.map((i) => `'c${i}': 'VARCHAR'`).join(', ')}}`,
    ];
    const texts = indices.map((i) => `c${i}`).join(', ');
    const numbers = indices.map((i) => `${numberSql(`c${i}`, layout.decimal)} AS n${i}`).join(', ');
    const finite = indices.map((i) => `CASE WHEN abs(n${i}) <= ${float32Max} THEN n${i} END AS n${i}`);
    return `SELECT ${texts}, ${finite.join(', ')}
      FROM (SELECT ${texts}, ${numbers} FROM read_csv(${quoted(pattern)}, ${options.join(', ')}))`;
  }

  /** What stands in each column's cells that are no numbers. */
  async spellings(): Promise<Spellings[]> {
    const found: Spellings[] = Array.from({ length: this.columns }, () => ({
      cells: [],
      distinct: 0,
      rows: 0,
    }));
    const query = (i: number) =>
      `(SELECT ${i} AS i, c${i} AS cell, count(*)::DOUBLE AS cells, count(*) OVER ()::DOUBLE AS spellings,
         (sum(count(*)) OVER ())::DOUBLE AS total
        FROM cells WHERE n${i} IS NULL AND c${i} IS NOT NULL GROUP BY c${i}
        ORDER BY cells DESC, cell LIMIT ${spellingsSeen})`;
    await this.using(async (connection) => {
      for (let from = 0; from < this.columns; from += columnsPerQuery) {
        const to = Math.min(from + columnsPerQuery, this.columns);
        const parts = Array.from({ length: to - from }, (_, k) => query(from + k));
        for (const [i, cell, rows, distinct, total] of await rowsOf(connection, parts.join(' UNION ALL '))) {
          const entry = found[i as number]!;
          entry.cells.push({ value: cell as string, rows: rows as number });
          entry.distinct = distinct as number;
          entry.rows = total as number;
        }
      }
    });
    return found;
  }

  /** Of each column: cells that are empty or absent, numbers with leading zeros, numbers beyond what a double counts exactly. */
  async facts(): Promise<CellFacts[]> {
    const facts: CellFacts[] = [];
    const query = (i: number) =>
      `(count(*) - count(c${i}))::DOUBLE, (count(*) FILTER (WHERE c${i} >= '00' AND c${i} < '0:' AND n${i} IS NOT NULL))::DOUBLE,
       (count(*) FILTER (WHERE abs(n${i}) >= 9007199254740992))::DOUBLE`;
    await this.using(async (connection) => {
      for (let from = 0; from < this.columns; from += columnsPerQuery) {
        const width = Math.min(columnsPerQuery, this.columns - from);
        const parts = Array.from({ length: width }, (_, k) => query(from + k));
        const [row = []] = await rowsOf(connection, `SELECT ${parts.join(', ')} FROM cells`);
        const counts = row as number[];
        for (let k = 0; k < width; k++) {
          facts.push({ empty: counts[3 * k]!, leadingZeros: counts[3 * k + 1]!, huge: counts[3 * k + 2]! });
        }
      }
    });
    return facts;
  }

  /** Every spelling of missing in a column that has more distinct cells than `spellings` lists. */
  async missingCells(column: number): Promise<CellCount[]> {
    const bare = bareSql(column);
    const tokens = ['', ...missingSpellings].map(quoted).join(', ');
    const sql = `SELECT c${column}, count(*)::DOUBLE FROM cells
      WHERE n${column} IS NULL AND c${column} IS NOT NULL AND lower(${bare}) IN (${tokens}) GROUP BY 1`;
    const rows = await this.using((connection) => rowsOf(connection, sql));
    return rows.map(([value, count]) => ({ value: value as string, rows: count as number }));
  }

  /** A column's levels, most frequent first, at most `limit`; `missing` are the cells that are none, exactly as written. */
  async levels(column: number, missing: string[], limit: number): Promise<LevelCounts> {
    const sql = `SELECT level, rows, count(*) OVER ()::DOUBLE, (sum(rows) OVER ())::DOUBLE, (avg(length(level)) OVER ())::DOUBLE
      FROM (SELECT ${levelSql(column)} AS level, count(*)::DOUBLE AS rows FROM cells
        WHERE ${presentSql(column, missing)} GROUP BY 1)
      ORDER BY rows DESC, level LIMIT ${limit}`;
    const rows = await this.using((connection) => rowsOf(connection, sql));
    const [, , distinct = 0, total = 0, length = 0] = rows[0] ?? [];
    return {
      levels: rows.map(([value, count]) => ({ value: value as string, rows: count as number })),
      distinct: distinct as number,
      rows: total as number,
      length: length as number,
    };
  }

  /** How many cells match a regular expression (RE2) as a whole. */
  async countMatches(column: number, pattern: string): Promise<number> {
    const sql = `SELECT count(*)::DOUBLE FROM cells WHERE regexp_full_match(${bareSql(column)}, ${quoted(pattern)})`;
    const [[count] = []] = await this.using((connection) => rowsOf(connection, sql));
    return count as number;
  }

  /** Numbers of a column, NaN where there is none. The array is the caller's. */
  async numbers(column: number): Promise<Float64Array> {
    const at = this.block === null ? -1 : column - this.block.from;
    const kept = this.block?.columns[at];
    if (kept !== undefined) return kept.slice();
    const width = Math.max(1, Math.min(256, Math.floor(blockBytes / 8 / Math.max(this.rows, 1))));
    const from = Math.floor(column / width) * width;
    const columns = await this.numberBlock(from, Math.min(from + width, this.columns));
    this.block = { from, columns };
    return columns[column - from]!.slice();
  }

  private async numberBlock(from: number, to: number): Promise<Float64Array[]> {
    const columns = Array.from({ length: to - from }, () => new Float64Array(this.rows));
    const names = columns.map((_, k) => `n${from + k}`).join(', ');
    await this.using(async (connection) => {
      let offset = 0;
      for await (const chunk of chunksOf(await connection.stream(`SELECT ${names} FROM cells`))) {
        columns.forEach((target, k) => {
          const vector = chunk.getColumnVector(k);
          if (!(vector instanceof DuckDBDoubleVector))
            throw new TypeError('a number column is not of doubles');
          for (let i = 0; i < chunk.rowCount; i++) target[offset + i] = vector.getItem(i) ?? Number.NaN;
        });
        offset += chunk.rowCount;
      }
    });
    return columns;
  }

  /** The levels of a column row by row, in pieces; null is missing. */
  async *levelPieces(column: number, missing: string[]): AsyncGenerator<(string | null)[]> {
    const sql = `SELECT CASE WHEN ${presentSql(column, missing)} THEN ${levelSql(column)} END FROM cells`;
    const connection = await this.connect();
    try {
      for await (const chunk of chunksOf(await connection.stream(sql))) {
        yield chunk.getColumnVector(0).toArray() as (string | null)[];
      }
    } finally {
      connection.disconnectSync();
    }
  }

  /** Rows `from`..`to - 1` as text. */
  async cells(from: number, to: number): Promise<(string | null)[][]> {
    const names = Array.from({ length: this.columns }, (_, i) => `c${i}`).join(', ');
    const sql = `SELECT ${names} FROM cells WHERE rowid >= ${from} AND rowid < ${to} ORDER BY rowid`;
    return (await this.using((connection) => rowsOf(connection, sql))) as (string | null)[][];
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.block = null;
    this.instance.closeSync();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** A connection of its own for each query: a second query would end the stream of a first one. */
  private async connect(): Promise<DuckDBConnection> {
    if (this.closed) throw new Error('the table is closed');
    return this.instance.connect();
  }

  private async using<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    const connection = await this.connect();
    try {
      return await work(connection);
    } finally {
      connection.disconnectSync();
    }
  }
}

function bareSql(column: number): string {
  return `trim(c${column}, ${quoted(blanks)})`;
}

function levelSql(column: number): string {
  return `nfc_normalize(${bareSql(column)})`;
}

function presentSql(column: number, missing: string[]): string {
  const present = `c${column} IS NOT NULL`;
  return missing.length === 0
    ? present
    : `${present} AND c${column} NOT IN (${missing.map(quoted).join(', ')})`;
}

async function rowsOf(connection: DuckDBConnection, sql: string): Promise<DuckDBValue[][]> {
  return (await connection.runAndReadAll(sql)).getRows();
}

async function* chunksOf(result: DuckDBResult) {
  for (;;) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) return;
    yield chunk;
  }
}

function outOfMemory(cause: unknown): AppError {
  const sentence = 'The table does not fit into memory. Use a part of its rows or columns.';
  return new AppError('out_of_memory', sentence, { needed: 'more memory' }, { cause });
}
