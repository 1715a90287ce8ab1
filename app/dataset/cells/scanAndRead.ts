// Scans a file and reads its plain columns, in one of two ways with the same result: if the file is regular, the engine does
// both in one pass; otherwise the scan and DuckDB work at the same time.
import type { Scanner } from '../csv/scan.ts';
import { indices } from '../numbers/indices.ts';
import type { SourceFile } from '../source/sourceFile.ts';
import type { CellDatabase } from './cellDatabase.ts';
import { scanWithDuckDb } from './duckDbScan.ts';
import { scanWithEngine } from './engineScan.ts';
import type { ReadOptions, ScanAndColumns } from './readOptions.ts';

/** Throws what the scan throws; the signal's reason when aborted. */
export async function scanAndRead(
  database: CellDatabase,
  source: SourceFile,
  scanner: Scanner,
  options: ReadOptions,
): Promise<ScanAndColumns> {
  const columns = indices(scanner.layout.columns).filter((i) => scanner.layout.numeric[i]);
  const atOnce = await scanWithEngine(database, source, scanner, columns, options);
  if (typeof atOnce !== 'string') return atOnce;
  return scanWithDuckDb(database, source, scanner, columns, {
    ...options,
    irregular: atOnce === 'irregular',
  });
}
