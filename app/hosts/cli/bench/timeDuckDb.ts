// Measures how fast DuckDB itself reads a file into a table in memory, with the threads that our own reading uses: what the time of
// our reading is compared with. DuckDB detects everything, as a person who calls `read_csv` would let it.
import { createDuckDb } from '../../../dataset/resources/duckDb.ts';
import { filePattern, quoted } from '../../../dataset/resources/sqlText.ts';

export interface DuckDbTimes {
  seconds: number;
  rows: number;
  /** Whether DuckDB refused a line, and read the file only when told to leave such lines out. */
  lenient: boolean;
  restBytes: number;
  peakBytes: number;
}

/** Rejects with DuckDB's own error where it cannot read the file at all. */
export async function timeDuckDb(file: string): Promise<DuckDbTimes> {
  const connection = await (await createDuckDb()).connect();
  const restBytes = process.memoryUsage.rss();
  const read = async (...options: string[]) => {
    const began = performance.now();
    const from = `read_csv(${[quoted(filePattern(file)), ...options].join(', ')})`;
    await connection.run(`CREATE OR REPLACE TABLE whole AS SELECT * FROM ${from}`);
    return (performance.now() - began) / 1_000;
  };
  let lenient = false;
  const seconds = await read().catch(() => {
    lenient = true;
    return read('ignore_errors = true', 'strict_mode = false');
  });
  const [[rows] = []] = (await connection.runAndReadAll('SELECT count(*)::DOUBLE FROM whole')).getRows();
  const peakBytes = process.resourceUsage().maxRSS * 1_024;
  return { seconds, rows: rows as number, lenient, restBytes, peakBytes };
}
