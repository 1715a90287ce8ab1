// The DuckDB for the cells of one file, in memory, with a temporary folder to spill to where the file is large. It is created
// on first use, which a table of plain numbers never needs. Once the table is read it cannot reach files any more.

import { join } from 'node:path';
import type { DuckDBConnection, DuckDBDataChunk, DuckDBInstance, DuckDBValue } from '@duckdb/node-api';
import { AppError } from '../../contract/issues/errors.ts';
import type { Cut } from '../csv/scan.ts';
import { createDuckDb } from '../resources/duckDb.ts';
import { removeTemporaryFolder, temporaryFolder } from '../resources/temporaryFolder.ts';
import { numberSql } from '../values/spelling.ts';
import { tableClosed } from './closedTable.ts';
import { readCsvSql } from './readCsv.ts';

/** Columns per table: time to plan a query grows with the columns of the tables in it, so 5,000 are kept as 79 tables. */
export const groupColumns = 64;
/** A cell takes at least 16 bytes, about eight times as much as a short one in the file: larger files may reach the memory
 *  limit. */
const spillBytes = 64 * 2 ** 20;
/** Buffer for results that wait to be fetched; with a smaller one DuckDB's threads wait for us. */
const streamBytes = 16 * 2 ** 20;

const lockedSettings = { enable_external_access: 'false', lock_configuration: 'true' };

export interface CsvFile {
  path: string;
  /** Lines above the first row. */
  skip: number;
  cut: Cut;
}

export class CellDatabase {
  private instance: Promise<DuckDBInstance> | null = null;
  private readonly folder: string | null;
  private closed = false;
  private locked = false;

  private constructor(folder: string | null) {
    this.folder = folder;
  }

  /** For a file of `bytes` bytes. */
  static async create(bytes: number): Promise<CellDatabase> {
    // Only a table that may not fit gets a folder to spill to; a small one never touches the disk.
    return new CellDatabase(bytes > spillBytes ? await temporaryFolder() : null);
  }

  /** Where something large may be kept beside the database; null where memory will do. */
  fileFor(name: string): string | null {
    return this.folder === null ? null : join(this.folder, name);
  }

  /** Keeps `columns` of a file as tables `g0`, `g1`, ..., each of `groupColumns` of them: text `c<column>` (as in the file, NULL
   *  where empty or absent) and number `n<column>` (NULL where it is none; may be beyond float32). False when DuckDB cannot cut
   *  the file or sees other than `rows` rows. Throws AppError out_of_memory; the signal's reason when aborted. */
  async keep(file: CsvFile, columns: number[], rows: number, signal?: AbortSignal): Promise<boolean> {
    const connection = await this.connect();
    const interrupt = () => connection.interrupt();
    signal?.addEventListener('abort', interrupt);
    try {
      for (const statement of keepStatements(file, columns)) {
        signal?.throwIfAborted();
        await connection.run(statement);
      }
      const [[count] = []] = await rowsOf(connection, 'SELECT count(*)::DOUBLE FROM g0');
      return count === rows;
    } catch (error) {
      signal?.throwIfAborted();
      if (/out of memory/i.test(String(error))) throw outOfMemory(error);
      return false;
    } finally {
      signal?.removeEventListener('abort', interrupt);
      connection.disconnectSync();
    }
  }

  /** No file can be reached from here on. */
  async lock(): Promise<void> {
    if (this.instance !== null)
      for (const [name, value] of Object.entries(lockedSettings)) await this.query(`SET ${name} = ${value}`);
    this.locked = true;
  }

  /** A query's result as it comes, on a connection of its own: a second query would end the first one's. Rejects with the
   *  signal's reason when aborted. */
  async *chunks(sql: string, signal?: AbortSignal): AsyncGenerator<DuckDBDataChunk> {
    const connection = await this.connect();
    const interrupt = () => connection.interrupt();
    signal?.addEventListener('abort', interrupt);
    let next: Promise<DuckDBDataChunk | null> | null = null;
    try {
      if (!this.locked) await connection.run(`SET streaming_buffer_size = '${streamBytes}B'`);
      const result = await connection.stream(sql);
      // The next one is read while this one is used.
      next = result.fetchChunk();
      for (;;) {
        signal?.throwIfAborted();
        const chunk = await next;
        if (chunk === null || chunk.rowCount === 0) return;
        next = result.fetchChunk();
        next.catch(() => {});
        yield chunk;
      }
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    } finally {
      await next?.catch(() => {});
      signal?.removeEventListener('abort', interrupt);
      connection.disconnectSync();
    }
  }

  private async connect(): Promise<DuckDBConnection> {
    if (this.closed) throw tableClosed();
    this.instance ??= createDuckDb({
      temp_directory: this.folder ?? '',
      ...(this.locked ? lockedSettings : {}),
    });
    return (await this.instance).connect();
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
    this.instance?.then((instance) => instance.closeSync()).catch(() => {});
    if (this.folder !== null) removeTemporaryFolder(this.folder);
  }
}

async function rowsOf(connection: DuckDBConnection, sql: string): Promise<DuckDBValue[][]> {
  return (await connection.runAndReadAll(sql)).getRows();
}

/** Few columns go straight from the file into their one table; more go through a table of all. */
function keepStatements({ path, skip, cut }: CsvFile, columns: number[]): string[] {
  const file = readCsvSql(path, skip, cut);
  if (columns.length <= groupColumns) return [groupSql(0, columns, cut, file)];
  const all = columns.map((i) => `c${i}`);
  const statements = [`CREATE OR REPLACE TABLE whole AS SELECT ${all} FROM ${file}`];
  for (let from = 0; from < columns.length; from += groupColumns) {
    const group = columns.slice(from, from + groupColumns);
    statements.push(groupSql(from / groupColumns, group, cut, 'whole'));
  }
  return [...statements, 'DROP TABLE whole'];
}

function groupSql(group: number, columns: number[], { layout, marks }: Cut, source: string): string {
  const texts = columns.map((i) => `c${i}`);
  const numbers = columns.map((i) => `${numberSql(`c${i}`, layout.format, marks)} AS n${i}`);
  return `CREATE OR REPLACE TABLE g${group} AS SELECT ${texts}, ${numbers} FROM ${source}`;
}

function outOfMemory(cause: unknown): AppError {
  const sentence = 'The table does not fit into memory. Use a part of its rows or columns.';
  return new AppError('out_of_memory', sentence, {}, { cause });
}
