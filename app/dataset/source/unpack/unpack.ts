// Unpacks a container to text: gzip to its content, all others to a CSV with a known layout.
import type { Container, Reading } from '../../../contract/table/reading.ts';
import type { OpenFile } from '../openFile.ts';
import type { SourceOptions } from '../sourceFile.ts';
import { gunzip } from './gunzip.ts';
import { hashOf } from './hashOf.ts';
import { writeJson, writeParquet } from './tableFiles.ts';

export interface Unpacked {
  path: string;
  /** SHA-256 of the container, hex. */
  hash: string;
  sheets: string[];
  /** How the text is cut; null if that must be detected. */
  settled: Reading | null;
}

/** The layout of a CSV that DuckDB writes: with a header, nothing to detect. */
const written: Reading = {
  delimiter: ',',
  quote: '"',
  escape: null,
  comment: null,
  skipped: 0,
  footer: 0,
  header: true,
  decimal: '.',
  thousands: null,
};

/** `path` must not exist. Returns null if it is not such a container but may be text. Rejects with AppError archive_damaged,
 *  archive_bomb, file_not_text, csv_unreadable, disk_full or disk_write_failed. */
export async function unpack(
  file: OpenFile,
  container: Exclude<Container, 'text'>,
  path: string,
  options: SourceOptions,
): Promise<Unpacked | null> {
  if (container === 'gzip')
    return { ...(await gunzip(file, path, options)), path, sheets: [], settled: null };
  if (container === 'workbook') {
    const { writeWorkbook } = await import('./workbook.ts');
    const sheets = await writeWorkbook(file, path, options);
    const { header: _, skipped: __, footer: ___, ...settled } = written;
    return { path, hash: await hashOf(file, options), sheets, settled };
  }
  const made =
    container === 'parquet'
      ? await writeParquet(file, path, options)
      : await writeJson(file, path, container, options);
  return made ? { path, hash: await hashOf(file, options), sheets: [], settled: written } : null;
}
