// Keeps what the first reading of a file left open. Takes what it found (ScanAndColumns), and returns the cells of all columns
// (Kept): plain number columns as numbers, the others as text, in memory where the table is small, else in DuckDB.
import { RegularCopy, type RegularText } from '../csv/regularCopy.ts';
import { unreadable } from '../csv/scan.ts';
import { indices } from '../numbers/indices.ts';
import type { SourceFile } from '../source/sourceFile.ts';
import { type CellDatabase, groupColumns } from './cellDatabase.ts';
import { readWithEngine } from './engineScan.ts';
import { FileRows } from './fileRows.ts';
import { MemoryTexts } from './memoryTexts.ts';
import { PlainColumns } from './plainColumns.ts';
import type { ReadOptions, ScanAndColumns } from './readOptions.ts';

export interface Kept {
  plain: PlainColumns | null;
  /** The columns that are kept as text. */
  texts: number[];
  /** Them; null where the database keeps them. */
  memory: MemoryTexts | null;
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
    const kept = await keepTexts(database, { file: source, scan }, plain, how);
    if (kept !== null) return { ...kept, copy: null };
  }
  const copy = await RegularCopy.begin(source, scan, how.signal);
  try {
    const numbers = await plainOfCopy(database, copy, how);
    const kept = await keepTexts(database, numbers.text, numbers.plain, how);
    if (kept === null) throw unreadable(source.fileName, 'its lines could not be cut into cells');
    copy.unlink();
    return { ...kept, copy };
  } catch (error) {
    await copy.close();
    throw error;
  }
}

/** Keeps the columns of a regular file that are not in `plain`. null where DuckDB cannot cut the file; then, and where it throws, `plain`
 *  is closed. */
async function keepTexts(
  database: CellDatabase,
  { file, scan }: RegularText,
  plain: PlainColumns | null,
  { signal, textsInDatabase }: ReadOptions,
): Promise<Omit<Kept, 'copy'> | null> {
  const texts = indices(scan.layout.columns).filter((column) => !plain?.has(column));
  const lines = { path: file.path, skip: scan.firstLine - 1, cut: scan };
  const rows = new FileRows(file, scan);
  try {
    const memory = await inMemory(rows, texts, { file, scan }, textsInDatabase);
    if (memory !== null || (await database.keep(lines, texts, scan.rows, signal)))
      return { plain, texts, memory, file: rows };
  } catch (error) {
    plain?.close();
    throw error;
  }
  plain?.close();
  return null;
}

/** null where the table is not small, or its text not plain. */
async function inMemory(
  rows: FileRows,
  texts: number[],
  { file, scan }: RegularText,
  textsInDatabase = false,
): Promise<MemoryTexts | null> {
  if (texts.length === 0) return MemoryTexts.of([], [], scan.layout.format);
  if (textsInDatabase || texts.length > groupColumns || !MemoryTexts.takes(file.bytes, scan.rows))
    return null;
  return MemoryTexts.of(await rows.cells(0, scan.rows), texts, scan.layout.format);
}

/** Finishes the copy, and reads its plain columns while it is written; null where there are none. */
async function plainOfCopy(
  database: CellDatabase,
  copy: RegularCopy,
  how: ReadOptions,
): Promise<{ text: RegularText; plain: PlainColumns | null }> {
  const { numeric } = copy.cut.layout;
  const columns = indices(numeric.length).filter((i) => numeric[i]);
  const read = await readWithEngine(database, copy.lines(), copy.cut, columns, how);
  const found = typeof read === 'string' ? null : read;
  const text = await copy.finish().catch((error) => {
    found?.plain.close();
    throw error;
  });
  const { scan, file } = text;
  const readAgain = () => PlainColumns.read(database, file.path, scan, columns, how.signal).catch(() => null);
  const plain = found?.plain ?? (await readAgain());
  if (how.signal?.aborted) plain?.close();
  how.signal?.throwIfAborted();
  plain?.drop(scan.leadingZeros);
  if (plain === null || plain.fits(scan.rows)) return { text, plain };
  plain.close();
  return { text, plain: null };
}
