// Unpacks a container to text: gzip to its content, all others to a CSV with a known layout. Gzip is unpacked here, as a stream
// whose size is watched; all others in a process of their own (unpacker/).
import type { Container, Reading } from '../../../contract/table/reading.ts';
import type { OpenFile } from '../openFile.ts';
import { ownCut, ownTable } from '../ownText.ts';
import type { SourceOptions } from '../sourceFile.ts';
import type { ForeignContainer } from '../unpacker/unpackerPort.ts';
import { unpackInChild } from '../unpacker/unpackInChild.ts';
import { limitsFor } from '../unpacker/unpackLimits.ts';
import { gunzip } from './gunzip.ts';
import { hashOf } from './hashOf.ts';

export interface Unpacked {
  path: string;
  /** SHA-256 of the container, hex; of no meaning for a sample. */
  hash: string;
  sheets: string[];
  /** How the text is cut; null if that must be detected. */
  settled: Reading | null;
}

/** How numbers are written in what is unpacked here. */
const ownNumbers = { decimal: '.', thousands: null } as const;

/** `path` must not exist, and its folder is only for this file. Returns null if it is not such a container but may be text.
 *  Rejects with AppError archive_damaged, archive_bomb, unpack_refused, unpack_stopped, file_not_text, csv_unreadable, disk_full
 *  or disk_write_failed. */
export async function unpack(
  file: OpenFile,
  container: Exclude<Container, 'text'>,
  path: string,
  options: SourceOptions,
): Promise<Unpacked | null> {
  if (container === 'gzip')
    return { ...(await gunzip(file, path, options)), path, sheets: [], settled: null };
  return unpackForeign(file, container, path, options);
}

async function unpackForeign(
  file: OpenFile,
  container: ForeignContainer,
  path: string,
  { startUnpacker, signal, onFraction, reading, head }: SourceOptions,
): Promise<Unpacked | null> {
  if (startUnpacker === undefined) throw new Error(`Nothing can unpack ${file.fileName} here.`);
  const { bytes, modified, fileName } = file;
  const request = {
    ...{ container, path: file.path, fileName, bytes, modified },
    ...{ output: path, sheet: reading?.sheet ?? null, sample: head !== undefined, limits: limitsFor(bytes) },
  };
  // What fails first ends the other one.
  const failed = new AbortController();
  const either = { signal: AbortSignal.any([failed.signal, ...(signal === undefined ? [] : [signal])]) };
  // A sample is only looked at.
  const hashing = head === undefined ? hashOf(file, either) : Promise.resolve('');
  hashing.catch((error) => failed.abort(error));
  const unpacked = await unpackInChild(startUnpacker, request, { ...either, onFraction }).catch(
    (error: unknown) => {
      failed.abort(error);
      throw error;
    },
  );
  const hash = await hashing;
  if (unpacked === null) return null;
  // A sheet may have titles above its rows and notes below them.
  const layout = container === 'workbook' ? ownCut : ownTable;
  return { path, hash, sheets: unpacked.sheets, settled: { ...layout, ...ownNumbers } };
}
