// Runs one query on an empty database in memory that reaches neither files nor the network: the query may come from a file.
import { createDuckDb } from './duckDb.ts';

/** Rows of values, in the order of the query's columns. Rejects with DuckDB's own errors. */
export async function memoryQuery(sql: string): Promise<unknown[][]> {
  const instance = await createDuckDb({ enable_external_access: 'false' });
  try {
    const connection = await instance.connect();
    try {
      return (await connection.runAndReadAll(sql)).getRows();
    } finally {
      connection.closeSync();
    }
  } finally {
    instance.closeSync();
  }
}
