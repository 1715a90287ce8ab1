// Keeps what the first reading of a file left open. Takes what it found (ScanAndColumns), and returns the cells of all columns
// (Kept): plain number columns as numbers, the others as text in DuckDB.
import { makeRegularCopy, type RegularCopy } from '../csv/regularCopy.ts';
import { type Scan, unreadable } from '../csv/scan.ts';
import { indices } from '../numbers/indices.ts';
import type { OpenFile } from '../source/openFile.ts';
import type { SourceFile } from '../source/sourceFile.ts';
import type { CellDatabase } from './cellDatabase.ts';
import { readWithEngine } from './engineScan.ts';
import { FileRows } from './fileRows.ts';
import { PlainColumns } from './plainColumns.ts';
import type { ReadOptions, ScanAndColumns } from './readOptions.ts';

export interface Kept {
  plain: PlainColumns | null;
  /** The columns that the database keeps as text. */
  texts: number[];
  /** Windows of rows. */
  file: FileRows;
  /** The copy that the rows are read from, where the file is irregular. */
  copy: RegularCopy | null;
}

/** A file that cannot be read as it is becomes a regular copy, which is read instead. Throws AppError csv_unreadable, disk_full,
 *  disk_write_failed, out_of_memory and what reading throws; the signal's reason when aborted. */
export async function keepRest(
  database: CellDatabase,
  source: SourceFile,
  { scan, plain }: ScanAndColumns,
  how: ReadOptions,
): Promise<Kept> {
  if (plain !== null) {
    const kept = await keepTexts(database, source, scan, plain, how);
    if (kept !== null) return { ...kept, copy: null };
    plain.close();
  }
  const copy = await makeRegularCopy(source, scan, how.signal);
  try {
    const numbers = await plainOfCopy(database, copy, how);
    const kept = await keepTexts(database, copy.file, copy.scan, numbers, how);
    if (kept === null) throw unreadable(source.fileName, 'its lines could not be cut into cells');
    await copy.unlink();
    return { ...kept, copy };
  } catch (error) {
    await copy.close();
    throw error;
  }
}

/** The columns of a regular file that are not in `plain`; null where DuckDB cannot cut the file. */
async function keepTexts(
  database: CellDatabase,
  file: OpenFile,
  scan: Scan,
  plain: PlainColumns | null,
  { signal }: ReadOptions,
): Promise<Omit<Kept, 'copy'> | null> {
  const texts = indices(scan.layout.columns).filter((column) => !plain?.has(column));
  const lines = { path: file.path, skip: scan.firstLine - 1, cut: scan };
  if (texts.length > 0 && !(await database.keep(lines, texts, scan.rows, signal))) return null;
  return { plain, texts, file: new FileRows(file, scan) };
}

/** The plain columns of a regular copy; null where there are none. */
async function plainOfCopy(
  database: CellDatabase,
  { file, scan }: RegularCopy,
  how: ReadOptions,
): Promise<PlainColumns | null> {
  const columns = indices(scan.layout.columns).filter((i) => scan.layout.numeric[i]);
  const silent = { ...how, onFraction: () => {} };
  const found = await readWithEngine(database, file, { cut: scan, firstByte: 0 }, columns, silent);
  const plain =
    found?.plain ??
    (await PlainColumns.read(database, file.path, scan, columns, how.signal).catch(() => null));
  how.signal?.throwIfAborted();
  plain?.drop(scan.leadingZeros);
  if (plain === null || plain.fits(scan.rows)) return plain;
  plain.close();
  return null;
}
