// The rows of a file and its plain columns: in one walk by the engine where all is as it should be, else the scan goes over every
// byte while DuckDB reads the columns.
import type { TableEngine } from '../../contract/table/tableEngine.ts';
import type { Cut, Scan, Scanner } from '../csv/scan.ts';
import { indices } from '../numbers/indices.ts';
import type { SourceFile } from '../source/sourceFile.ts';
import type { CellDatabase } from './cellDatabase.ts';
import { scanPlainly } from './engineScan.ts';
import { covers, PlainColumns } from './plainColumns.ts';

export interface ReadingHow {
  onFraction: (fraction: number) => void;
  signal?: AbortSignal | undefined;
  /** Without it DuckDB reads all. */
  engine?: TableEngine | undefined;
}

export interface ScanAndColumns {
  scan: Scan;
  /** null where DuckDB cannot read the file as it stands. */
  plain: PlainColumns | null;
}

/** Throws what the scan throws; the signal's reason when aborted. */
export async function scanAndRead(
  database: CellDatabase,
  source: SourceFile,
  scanner: Scanner,
  how: ReadingHow,
): Promise<ScanAndColumns> {
  const columns = indices(scanner.layout.columns).filter((i) => scanner.layout.numeric[i]);
  const atOnce = await scanPlainly(database, source, scanner, columns, how);
  return atOnce ?? scanBesideDuckDb(database, source, scanner, columns, how);
}

/** Scans the file while DuckDB reads its plain columns by what the first piece says; again where the rest says otherwise. `plain`
 *  is null where DuckDB cannot read the file as it stands. */
async function scanBesideDuckDb(
  database: CellDatabase,
  source: SourceFile,
  scanner: Scanner,
  columns: number[],
  { onFraction, signal }: ReadingHow,
): Promise<ScanAndColumns> {
  const stop = new AbortController();
  const stopped = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]);
  // What DuckDB cannot read it says in the middle of it; the careful way is there for that.
  const read = (cut: Cut) =>
    PlainColumns.read(database, source.path, cut, columns, stopped).catch(() => null);
  const { early } = scanner;
  let reading = early === null ? null : read(early);
  try {
    const scan = await scanner.finish(onFraction);
    if (early === null || !covers(early, scan)) {
      stop.abort();
      (await reading)?.close();
      reading = scan.regular
        ? PlainColumns.read(database, source.path, scan, columns, signal).catch(() => null)
        : null;
    }
    const plain = await reading;
    signal?.throwIfAborted();
    plain?.drop(scan.leadingZeros);
    if (plain === null || plain.fits(scan.rows)) return { scan, plain };
    plain.close();
    return { scan, plain: null };
  } catch (error) {
    stop.abort();
    (await reading)?.close();
    throw error;
  }
}
