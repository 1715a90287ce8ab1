// A DuckDB of its own for the cells of one file, in memory with a temporary folder to spill to. DuckDB guesses nothing here: the
// scan says how to cut, every option is given, and the number of rows must be the one that was counted. It fetches no extension
// and cannot reach files once the table is read.
import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance, type DuckDBValue } from '@duckdb/node-api';
import { AppError } from '../contract/errors.ts';
import { writeRegularCopy } from './rewrite.ts';
import { type Scan, unreadable } from './scan.ts';
import type { SourceFile } from './sourceFile.ts';
import { numberSql, quoted } from './spelling.ts';
import { changedFile } from './utf8Pieces.ts';

/** Columns per table: time to plan a query grows with the columns of the tables in it, so 5,000 are kept as 79 tables. */
export const groupColumns = 64;
/** DuckDB's default for the longest line. */
const lineBytes = 2_000_000;
/** A cell takes 16 bytes at least, eight times a short one's in the file: above this the memory limit may come into sight. */
const spillBytes = 64 * 2 ** 20;

/** Table that holds text `c<column>` (as in the file, NULL where empty or absent) and number
 *  `n<column>` (NULL where it is none; may be beyond float32). */
export function groupOf(column: number): string {
  return `g${Math.floor(column / groupColumns)}`;
}

export class CellDatabase {
  private readonly instance: DuckDBInstance;
  private readonly folder: string | null;
  private closed = false;

  private constructor(instance: DuckDBInstance, folder: string | null) {
    this.instance = instance;
    this.folder = folder;
  }

  /** Reads the file. Throws AppError csv_unreadable, file_changed, out_of_memory; the signal's reason when aborted. */
  static async load(source: SourceFile, scan: Scan, signal?: AbortSignal): Promise<CellDatabase> {
    // Only a table that may not fit gets a folder to spill to; a small one never touches the disk.
    const folder = source.bytes > spillBytes ? await temporaryFolder() : null;
    let database: CellDatabase | null = null;
    try {
      const instance = await DuckDBInstance.create(':memory:', {
        threads: '2',
        memory_limit: `${Math.max(512, Math.floor(totalmem() / 2 ** 20 / 2))}MiB`,
        temp_directory: folder ?? '',
        autoinstall_known_extensions: 'false',
        autoload_known_extensions: 'false',
        allow_community_extensions: 'false',
      });
      database = new CellDatabase(instance, folder);
      await database.read(source, scan, signal);
      return database;
    } catch (error) {
      database?.close();
      if (folder !== null) await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  private async read(source: SourceFile, scan: Scan, signal?: AbortSignal): Promise<void> {
    const direct = readSql(source.path, scan.firstLine - 1, scan.crlf, scan);
    const done = scan.regular && (await this.readFrom(direct, scan, signal));
    if (!done) await this.readCopy(source, scan, signal);
    const now = await source.handle.stat();
    if (now.size !== source.bytes || now.mtimeMs !== source.modified) throw changedFile(source.fileName);
    await this.query('SET enable_external_access = false');
    await this.query('SET lock_configuration = true');
  }

  private async readCopy(source: SourceFile, scan: Scan, signal?: AbortSignal): Promise<void> {
    const folder = await temporaryFolder();
    try {
      const copy = join(folder, 'rows.csv');
      await writeRegularCopy(source, scan, copy, signal).catch((error: unknown) => {
        throw notWritten(error);
      });
      if (await this.readFrom(readSql(copy, 0, false, scan), scan, signal)) return;
      throw unreadable(source.fileName, 'its lines could not be cut into cells');
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  /** False when DuckDB sees other rows than were counted. */
  private async readFrom(sql: string, scan: Scan, signal?: AbortSignal): Promise<boolean> {
    const connection = await this.connect();
    const interrupt = () => connection.interrupt();
    signal?.addEventListener('abort', interrupt);
    try {
      for (const statement of loadStatements(sql, scan)) {
        signal?.throwIfAborted();
        await connection.run(statement);
      }
      const [[count] = []] = await rowsOf(connection, 'SELECT count(*)::DOUBLE FROM g0');
      return count === scan.rows;
    } catch (error) {
      signal?.throwIfAborted();
      if (/out of memory/i.test(String(error))) throw outOfMemory(error);
      return false;
    } finally {
      signal?.removeEventListener('abort', interrupt);
      connection.disconnectSync();
    }
  }

  /** A connection of its own for each stream: a second query would end the first one's. The caller disconnects. */
  async connect(): Promise<DuckDBConnection> {
    if (this.closed) throw new Error('the table is closed');
    return this.instance.connect();
  }

  async query(sql: string): Promise<DuckDBValue[][]> {
    const connection = await this.connect();
    try {
      return await rowsOf(connection, sql);
    } finally {
      connection.disconnectSync();
    }
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.instance.closeSync();
    if (this.folder !== null) rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Readable by this user only. */
async function temporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'chainrule-table-')).catch((error: unknown) => {
    throw notWritten(error);
  });
}

async function rowsOf(connection: DuckDBConnection, sql: string): Promise<DuckDBValue[][]> {
  return (await connection.runAndReadAll(sql)).getRows();
}

function readSql(path: string, skip: number, crlf: boolean, scan: Scan): string {
  const { layout, longest, quotedNewlines } = scan;
  // The path is a pattern: in one, [*] is the star itself, and a backslash stays one.
  const pattern = path.replace(/[[*?]/g, (character) => `[${character}]`);
  const line = Math.max(lineBytes, longest + 1_024);
  const options = [
    'auto_detect = false',
    `compression = 'none'`,
    `delim = ${quoted(layout.cutter)}`,
    `quote = '"'`,
    `escape = '"'`,
    `new_line = '${crlf ? '\\r\\n' : '\\n'}'`,
    'header = false',
    `skip = ${skip}`,
    'null_padding = false',
    'ignore_errors = false',
    'strict_mode = true',
    `max_line_size = ${line}`,
    `buffer_size = ${Math.max(16 * lineBytes, 2 * line)}`,
    `parallel = ${!quotedNewlines}`,
    `columns = {${indices(layout.columns).map((i) => `'c${i}': 'VARCHAR'`)}}`,
  ];
  return `read_csv(${quoted(pattern)}, ${options.join(', ')})`;
}

/** Few columns go straight from the file into their one table; more go through a table of all. */
function loadStatements(file: string, scan: Scan): string[] {
  const { columns } = scan.layout;
  if (columns <= groupColumns) return [groupSql(0, columns, scan, file)];
  const statements = [`CREATE OR REPLACE TABLE whole AS SELECT * FROM ${file}`];
  for (let from = 0; from < columns; from += groupColumns) {
    statements.push(groupSql(from, Math.min(from + groupColumns, columns), scan, 'whole'));
  }
  return [...statements, 'DROP TABLE whole'];
}

function groupSql(from: number, to: number, { layout, marks }: Scan, source: string): string {
  const columns = indices(to - from).map((k) => from + k);
  const texts = columns.map((i) => `c${i}`);
  const numbers = columns.map((i) => `${numberSql(`c${i}`, layout.decimal, marks)} AS n${i}`);
  return `CREATE OR REPLACE TABLE ${groupOf(from)} AS SELECT ${texts}, ${numbers} FROM ${source}`;
}

function indices(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}

/** What the disk refused becomes an AppError; other errors stay as they are. */
function notWritten(error: unknown): unknown {
  const { code, message } = error as NodeJS.ErrnoException;
  if (error instanceof AppError || typeof code !== 'string' || !/^E[A-Z]+$/.test(code)) return error;
  const path = tmpdir();
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    const sentence = `The disk of the temporary folder ${path} is full. Free some space and open the file again.`;
    return new AppError('disk_full', sentence, { path }, { cause: error });
  }
  const sentence = `The temporary folder ${path} cannot be written: ${message}.`;
  return new AppError('disk_write_failed', sentence, { path, reason: message }, { cause: error });
}

function outOfMemory(cause: unknown): AppError {
  const sentence = 'The table does not fit into memory. Use a part of its rows or columns.';
  return new AppError('out_of_memory', sentence, { needed: 'more memory' }, { cause });
}
