// A file that may be dropped: checked before anything is read of it, then its bytes as UTF-8 in pieces. A FIFO, a device, a
// picture or a workbook named .csv is refused with a sentence here; nothing is ever read from it to the end.
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { basename } from 'node:path';
import { AppError } from '../contract/errors.ts';
import type { Encoding } from '../contract/reading.ts';

/** Larger files are refused at once: every cell is kept, in memory or in DuckDB's spill files. */
export const fileLimit = 8 * 2 ** 30;
/** What the layout is found from. */
export const firstPieceBytes = 2 ** 20;
/** A piece takes a millisecond or two; what waits for the disk or DuckDB gets its turn in between. */
export const pieceBytes = 2 ** 19;

export interface SourceFile {
  handle: FileHandle;
  path: string;
  fileName: string;
  bytes: number;
  modified: number;
  encoding: Encoding;
}

/** Opens without blocking and checks. The caller closes `handle`. */
export async function openSource(path: string, fileName = basename(path)): Promise<SourceFile> {
  let handle: FileHandle;
  try {
    handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    throw openError(error, fileName);
  }
  try {
    return await check(handle, path, fileName);
  } catch (error) {
    await handle.close();
    throw error instanceof AppError ? error : openError(error, fileName);
  }
}

function openError(error: unknown, file: string): AppError {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  const cause = { cause: error };
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new AppError('file_not_found', `There is no file ${file}. Check the path.`, { file }, cause);
  }
  if (code === 'EISDIR' || code === 'ENXIO' || code === 'ENODEV' || code === 'EOPNOTSUPP') {
    return notRegular(file);
  }
  const reasons: Record<string, string> = {
    EACCES: 'you have no permission to read it',
    EPERM: 'you have no permission to read it',
    ELOOP: 'its links lead in a circle',
    ENAMETOOLONG: 'its path is too long',
    EMFILE: 'too many files are open',
    EIO: 'the disk reported an error',
  };
  const reason = reasons[code] ?? (error as Error).message;
  return new AppError('file_unreadable', `${file} cannot be read: ${reason}.`, { file, reason }, cause);
}

function notRegular(file: string): AppError {
  return new AppError('file_not_regular', `${file} is not a regular file. Choose a CSV file.`, { file });
}

async function check(handle: FileHandle, path: string, fileName: string): Promise<SourceFile> {
  const stat = await handle.stat();
  if (!stat.isFile()) throw notRegular(fileName);
  if (stat.size === 0) throw emptyFile(fileName);
  if (stat.size > fileLimit) {
    const values = { file: fileName, bytes: stat.size, limit: fileLimit };
    const size = `${gibibytes(stat.size)} GiB; files up to ${gibibytes(fileLimit)} GiB can be read`;
    throw new AppError('file_too_large', `${fileName} has ${size}. Use a part of its rows.`, values);
  }
  const head = Buffer.alloc(4096);
  const { bytesRead } = await handle.read(head, 0, head.length, 0);
  const encoding = encodingOf(head.subarray(0, bytesRead));
  const kind = kindOf(head.subarray(0, bytesRead), encoding);
  if (kind !== null) {
    const advice = kind.advice ?? 'Choose a text file with one row per line.';
    const sentence = `${fileName} is not a text table but ${kind.name}. ${advice}`;
    throw new AppError('file_not_text', sentence, { file: fileName, kind: kind.name });
  }
  return { handle, path, fileName, bytes: stat.size, modified: stat.mtimeMs, encoding };
}

function gibibytes(bytes: number): string {
  return (bytes / 2 ** 30).toFixed(1).replace('.0', '');
}

export function emptyFile(file: string): AppError {
  return new AppError('file_empty', `${file} is empty: it holds no line of data.`, { file });
}

function encodingOf(head: Buffer): Encoding {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8-sig';
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16';
  // Without a mark UTF-16 shows by the NUL beside each character of the first 256: delimiters, digits, line ends.
  const even = nulShare(head, 0);
  const odd = nulShare(head, 1);
  if (odd > 0.2 && odd > 4 * even && readsAsText(head, 'utf-16le')) return 'utf-16le';
  if (even > 0.2 && even > 4 * odd && readsAsText(head, 'utf-16be')) return 'utf-16be';
  return 'utf-8';
}

function readsAsText(head: Buffer, encoding: string): boolean {
  const text = new TextDecoder(encoding).decode(head.subarray(0, head.length & ~3));
  // Control characters other than tab and line ends, and what could not be decoded (the last may be cut in two).
  return !/[^\P{Cc}\t\n\v\f\r]|\ufffd/u.test(text.slice(0, -1));
}

function nulShare(head: Buffer, parity: 0 | 1): number {
  let nuls = 0;
  for (let i = parity; i < head.length; i += 2) if (head[i] === 0) nuls++;
  return (2 * nuls) / Math.max(head.length, 1);
}

interface Kind {
  name: string;
  advice?: string;
}

const asCsv = 'Open it there and save the sheet as CSV (UTF-8).';
const unpack = 'Unpack it first.';
const signatures: { bytes: string; kind: Kind }[] = [
  { bytes: '\x89PNG', kind: { name: 'a PNG image' } },
  { bytes: '\xff\xd8\xff', kind: { name: 'a JPEG image' } },
  { bytes: 'GIF8', kind: { name: 'a GIF image' } },
  { bytes: '%PDF-', kind: { name: 'a PDF document' } },
  { bytes: '\x7fELF', kind: { name: 'a program (ELF)' } },
  { bytes: 'MZ\x90', kind: { name: 'a Windows program' } },
  {
    bytes: 'SQLite format 3',
    kind: { name: 'an SQLite database', advice: 'Export the table you need as CSV.' },
  },
  { bytes: 'PK\x03\x04', kind: { name: 'an Excel workbook or zip archive', advice: asCsv } },
  { bytes: '\xd0\xcf\x11\xe0', kind: { name: 'an old Excel workbook', advice: asCsv } },
  { bytes: '\x1f\x8b', kind: { name: 'a gzip archive', advice: unpack } },
  { bytes: 'BZh', kind: { name: 'a bzip2 archive', advice: unpack } },
  { bytes: '\xfd7zXZ', kind: { name: 'an xz archive', advice: unpack } },
  { bytes: '\x28\xb5\x2f\xfd', kind: { name: 'a zstd archive', advice: unpack } },
  { bytes: 'PAR1', kind: { name: 'a Parquet file', advice: 'Export it as CSV.' } },
  { bytes: '{\\rtf', kind: { name: 'an RTF document' } },
];

function kindOf(head: Buffer, encoding: Encoding): Kind | null {
  const text = head.toString('latin1');
  for (const { bytes, kind } of signatures) if (text.startsWith(bytes)) return kind;
  if (encoding.startsWith('utf-16')) return null;
  if (/^(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|head|body)\b/i.test(text)) {
    return { name: 'a web page (HTML)', advice: 'Download the data itself instead of the page about it.' };
  }
  if (/^(?:\xef\xbb\xbf)?\s*<\?xml\b/.test(text)) return { name: 'an XML document' };
  if (/^(?:\xef\xbb\xbf)?\s*(?:\[\s*)?\{\s*"[^"\n]*"\s*:/.test(text))
    return { name: 'JSON', advice: 'Export it as CSV.' };
  if (text.includes('\0')) return { name: 'a binary file (it holds NUL bytes)' };
  return null;
}
