// Reads a file in two ways at the same time: the scan reads every byte, while DuckDB streams the plain number columns.
import type { Cut, Scanner } from '../csv/scan.ts';
import type { SourceFile } from '../source/sourceFile.ts';
import type { CellDatabase } from './cellDatabase.ts';
import { covers, PlainColumns } from './plainColumns.ts';
import type { ReadOptions, ScanAndColumns } from './readOptions.ts';

/** Scans the file while DuckDB reads its plain columns with the settings detected from the first piece; reads them again if the
 *  rest shows that these were wrong. Of a file that is known to be irregular it reads nothing. `plain` is null where DuckDB cannot
 *  read the file as it is. */
export async function scanWithDuckDb(
  database: CellDatabase,
  source: SourceFile,
  scanner: Scanner,
  columns: number[],
  { onFraction, signal, irregular }: ReadOptions & { irregular: boolean },
): Promise<ScanAndColumns> {
  const stop = new AbortController();
  const stopped = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]);
  // DuckDB reports only in the middle of a file that it cannot read it; the slower way then takes over.
  const read = (cut: Cut) =>
    PlainColumns.read(database, source.path, cut, columns, stopped).catch(() => null);
  const early = irregular ? null : scanner.early;
  let reading = early === null ? null : read(early);
  try {
    const scan = await scanner.finish((fraction) => {
      // An irregular file is read by another way.
      if (scanner.early === null) stop.abort();
      onFraction(fraction);
    });
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
