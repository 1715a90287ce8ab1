// Runs one query on an empty database in memory that reaches neither files nor the network and lets no query change that: it may come from a
// file. It may still crash the process (`enable_logging` into a file does, in DuckDB 1.5), take all its memory or never end.
import { createDuckDb } from './duckDb.ts';

/** More than any file has golden rows; DuckDB gives rows by some thousands. */
const mostRows = 1_000;

/** Rows of texts in the order of the query's columns, null for an empty cell; at most some thousands. Rejects with DuckDB's own errors. */
export async function memoryQuery(sql: string): Promise<(string | null)[][]> {
  const instance = await createDuckDb({
    enable_external_access: 'false',
    lock_configuration: 'true',
    threads: '1',
  });
  try {
    const connection = await instance.connect();
    try {
      const rows = (await connection.streamAndReadUntil(sql, mostRows)).getRows();
      return rows.map((row) => row.map((value) => (value === null ? null : String(value))));
    } finally {
      connection.closeSync();
    }
  } finally {
    instance.closeSync();
  }
}
