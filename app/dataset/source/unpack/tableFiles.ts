// Converts Parquet and JSON to CSV with DuckDB. Numbers keep all their digits: they become text from DuckDB's type or from the
// file's own spelling, never through a double. Nested values become JSON text, times are in UTC.

import { extname } from 'node:path';
import { AppError } from '../../../contract/issues/errors.ts';
import { createDuckDb } from '../../resources/duckDb.ts';
import { filePattern, quoted } from '../../resources/sqlText.ts';
import { diskFull } from '../../resources/temporaryFolder.ts';
import type { OpenFile } from '../openFile.ts';
import type { SourceOptions } from '../sourceFile.ts';

/** Rows to read for a sample. */
const headRows = 500;
/** The largest JSON object that is read, in bytes. */
const objectBytes = 256 * 2 ** 20;

/** Always true. Rejects with AppError csv_unreadable or disk_full; the signal's reason when aborted. */
export async function writeParquet(file: OpenFile, path: string, options: SourceOptions): Promise<true> {
  const table = `read_parquet(${quoted(filePattern(file.path))})`;
  try {
    await write(table, path, options, (name, type) => parquetText(name, type));
  } catch (error) {
    throw unreadable(error, file.fileName);
  }
  return true;
}

/** False if it is not JSON and its name does not say so. Rejects as writeParquet does. */
export async function writeJson(
  file: OpenFile,
  path: string,
  container: 'json' | 'jsonLines',
  options: SourceOptions,
): Promise<boolean> {
  const format = container === 'json' ? 'auto' : 'newline_delimited';
  // Depth 1 leaves every value as written; all objects are read, so that no key is missed.
  const table = `read_json(${quoted(filePattern(file.path))}, format = '${format}', compression = 'uncompressed',
    maximum_depth = 1, sample_size = -1, maximum_object_size = ${objectBytes})`;
  try {
    await write(table, path, options, (name) => `${name} ->> '$'`);
    return true;
  } catch (error) {
    if (
      !(error instanceof AppError) &&
      !options.signal?.aborted &&
      !/\.(?:json|jsonl|ndjson|geojson)$/i.test(file.fileName)
    )
      return false;
    throw unreadable(error, file.fileName);
  }
}

/** Writes a table function's rows as CSV with a header; `text` is the SQL for a column's text. */
async function write(
  table: string,
  path: string,
  { signal, head }: SourceOptions,
  text: (name: string, type: string) => string,
): Promise<void> {
  const instance = await createDuckDb();
  const connection = await instance.connect();
  const interrupt = () => connection.interrupt();
  signal?.addEventListener('abort', interrupt);
  try {
    await connection.run(`SET TimeZone = 'UTC'`);
    const columns = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${table}`);
    const fields = columns.getRows().map(([column, type]) => {
      const name = `"${String(column).replaceAll('"', '""')}"`;
      return `${text(name, String(type))} AS ${name}`;
    });
    const limit = head === undefined ? '' : ` LIMIT ${headRows}`;
    signal?.throwIfAborted();
    await connection.run(
      `COPY (SELECT ${fields} FROM ${table}${limit}) TO ${quoted(path)} (FORMAT csv, HEADER, DELIMITER ',', QUOTE '"')`,
    );
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener('abort', interrupt);
    connection.disconnectSync();
    instance.closeSync();
  }
}

function parquetText(name: string, type: string): string {
  if (/^(?:STRUCT|MAP|UNION)|\]$/.test(type)) return `to_json(${name})::VARCHAR`;
  return `${name}::VARCHAR`;
}

function unreadable(error: unknown, file: string): unknown {
  if (error instanceof AppError) return error;
  const { message } = error as Error;
  if (/No space left|disk full/i.test(message)) return diskFull(error);
  if (!/^[A-Z][\w -]* Error:/.test(message)) return error;
  // Only DuckDB's first sentence; the rest is about SQL and paths.
  const reason = message
    .replace(/^[\w -]* Error:\s*/, '')
    .split(/\n|\. |: /)[0]!
    .replaceAll(/ in file "[^"]*"/g, '');
  const kind = extname(file) === '.parquet' ? 'Parquet' : 'JSON or Parquet';
  const sentence = `${file} cannot be read as a table: ${reason}. Save it as ${kind} or as CSV again.`;
  return new AppError('csv_unreadable', sentence, { file, reason }, { cause: error });
}
