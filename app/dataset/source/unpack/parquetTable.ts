// Converts Parquet to CSV with DuckDB. Numbers keep all their digits: they become text from DuckDB's type, never through a double.
// Nested values become JSON text, times are in UTC.
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { AppError } from '../../../contract/issues/errors.ts';
import { createDuckDb } from '../../resources/duckDb.ts';
import { filePattern, quoted } from '../../resources/sqlText.ts';
import { diskFull } from '../../resources/temporaryFolder.ts';
import type { UnpackRequest } from '../unpacker/unpackerPort.ts';
import { unpackRefused } from '../unpacker/unpackRefused.ts';
import { joinColumns } from './joinColumns.ts';
import { sampleRows } from './writeSizes.ts';

/** What the process takes before DuckDB reads anything. */
const otherMemory = 128 * 2 ** 20;
/** With more threads, writing the CSV in the order of the rows is no faster, and each takes memory. */
const mostThreads = 4;
/** A wide table is written in groups of columns, which are joined: DuckDB takes 0.25 MB for each column at once. */
const groupColumns = 200;
/** Characters of DuckDB's reason that are shown. */
const reasonLength = 200;

/** Rejects with AppError csv_unreadable, unpack_refused or disk_full. */
export async function writeParquet(request: UnpackRequest): Promise<void> {
  try {
    await write(request);
  } catch (error) {
    throw unreadable(error, request);
  }
}

async function write(request: UnpackRequest): Promise<void> {
  const { path, output, sample, limits } = request;
  const table = `read_parquet(${quoted(filePattern(path))})`;
  const instance = await createDuckDb({
    memory_limit: `${Math.floor((limits.memory - otherMemory) / 2 ** 20)}MiB`,
    temp_directory: join(dirname(output), 'spill'),
    threads: String(Math.min(availableParallelism(), mostThreads)),
  });
  const connection = await instance.connect();
  try {
    await connection.run(`SET TimeZone = 'UTC'`);
    const columns = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${table}`);
    const fields = columns.getRows().map(([column, type]) => {
      const name = `"${String(column).replaceAll('"', '""')}"`;
      return `${textSql(name, String(type))} AS ${name}`;
    });
    if (fields.length > limits.columns) throw unpackRefused(request, 'columns');
    const limit = sample ? ` LIMIT ${sampleRows}` : '';
    const groups: string[] = [];
    for (let from = 0; from < fields.length; from += groupColumns) {
      const group = fields.length > groupColumns ? `${output}-${groups.length}` : output;
      await connection.run(
        `COPY (SELECT ${fields.slice(from, from + groupColumns)} FROM ${table}${limit}) TO ${quoted(group)}
          (FORMAT csv, HEADER, DELIMITER ',', QUOTE '"')`,
      );
      groups.push(group);
    }
    if (groups.length > 1) await joinColumns(groups, output);
  } finally {
    connection.disconnectSync();
    instance.closeSync();
  }
}

function textSql(name: string, type: string): string {
  if (/^(?:STRUCT|MAP|UNION)|\]$/.test(type)) return `to_json(${name})::VARCHAR`;
  return `${name}::VARCHAR`;
}

/** Whatever DuckDB says of a file, the file is why. */
function unreadable(error: unknown, request: UnpackRequest): unknown {
  const { fileName: file } = request;
  if (error instanceof AppError) return error;
  const { message } = error as Error;
  if (/No space left|disk full/i.test(message)) return diskFull(error);
  if (/^Out of Memory Error|allocat/i.test(message)) return unpackRefused(request, 'memory');
  // Only DuckDB's first sentence; the rest is about SQL and paths.
  const reason = message
    .replace(/^[\w -]* Error:\s*/, '')
    .split(/\n|\. |: /)[0]!
    .replaceAll(/ in file "[^"]*"/g, '')
    .replaceAll(/\p{C}/gu, '')
    .slice(0, reasonLength);
  const sentence = `${file} cannot be read as a table: ${reason || 'it is damaged'}. Save it as Parquet or as CSV again.`;
  return new AppError('csv_unreadable', sentence, { file, reason }, { cause: error });
}
