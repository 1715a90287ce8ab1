// Opens a dropped file without blocking and checks it before anything is read: a FIFO, a device, a folder, an empty file or a
// file that is far too large is refused with a sentence.
import { constants } from 'node:fs';
import { type FileHandle, open, statfs } from 'node:fs/promises';
import { tmpdir, totalmem } from 'node:os';
import { AppError } from '../../contract/issues/errors.ts';

/** Larger files are refused at once, since every cell is kept in memory or in DuckDB's spill files. */
export const fileLimit = 8 * 2 ** 30;

export interface OpenFile {
  handle: FileHandle;
  path: string;
  fileName: string;
  bytes: number;
  /** Milliseconds since 1970. */
  modified: number;
}

/** The caller must close `handle`. */
export async function openFile(path: string, fileName: string): Promise<OpenFile> {
  let handle: FileHandle;
  try {
    handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    throw openError(error, fileName);
  }
  try {
    const stat = await handle.stat();
    const { size, mtimeMs } = stat;
    if (stat.isDirectory()) throw folder(fileName);
    if (!stat.isFile()) throw notRegular(fileName);
    if (size === 0) throw emptyFile(fileName);
    if (size > fileLimit) throw await tooLarge(fileName, size);
    return { handle, path, fileName, bytes: size, modified: mtimeMs };
  } catch (error) {
    await handle.close();
    throw error instanceof AppError ? error : openError(error, fileName);
  }
}

/** By the system's error code: the name for translations, and the English text. */
const reasons: Record<string, [why: string, reason: string]> = {
  EACCES: ['permission', 'you have no permission to read it'],
  EPERM: ['permission', 'you have no permission to read it'],
  ELOOP: ['links', 'its links lead in a circle'],
  ENAMETOOLONG: ['path', 'its path is too long'],
  EMFILE: ['manyFiles', 'too many files are open'],
  EIO: ['disk', 'the disk reported an error'],
};

function openError(error: unknown, file: string): AppError {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  const cause = { cause: error };
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new AppError('file_not_found', `There is no file ${file}. Check the path.`, { file }, cause);
  }
  if (code === 'EISDIR') return folder(file);
  if (code === 'ENXIO' || code === 'ENODEV' || code === 'EOPNOTSUPP') {
    return notRegular(file);
  }
  const [why, reason] = reasons[code] ?? [undefined, (error as Error).message];
  const values = { file, reason, ...(why !== undefined && { why }) };
  return new AppError('file_unreadable', `${file} cannot be read: ${reason}.`, values, cause);
}

function folder(file: string): AppError {
  const sentence = `${file} is a folder. Choose a file in it, or drop the files themselves.`;
  return new AppError('file_is_folder', sentence, { file });
}

function notRegular(file: string): AppError {
  return new AppError('file_not_regular', `${file} is not a regular file. Choose a CSV file.`, { file });
}

export function emptyFile(file: string): AppError {
  return new AppError('file_empty', `${file} is empty: it holds no line of data.`, { file });
}

/** Rejects with AppError file_changed. */
export async function requireUnchanged({ handle, bytes, modified, fileName }: OpenFile): Promise<void> {
  const now = await handle.stat();
  if (now.size !== bytes || now.mtimeMs !== modified) throw changedFile(fileName);
}

export function changedFile(file: string): AppError {
  return new AppError('file_changed', `${file} changed while it was read. Open it again.`, { file });
}

/** The error with the memory or disk space that such a file needs and what is available. */
async function tooLarge(file: string, bytes: number): Promise<AppError> {
  const disk = await statfs(tmpdir()).catch(() => null);
  const free = disk === null ? 0 : disk.bavail * disk.bsize;
  const needed = `its cells would take about ${gibibytes(2 * bytes)} GiB`;
  const there = `there are ${gibibytes(totalmem())} GiB of memory and ${gibibytes(free)} GiB free in the temporary folder`;
  const limit = `files up to ${gibibytes(fileLimit)} GiB are read`;
  const sentence = `${file} has ${gibibytes(bytes)} GiB; ${limit}: ${needed}, ${there}. Use a part of its rows.`;
  return new AppError('file_too_large', sentence, {
    file,
    bytes,
    limit: fileLimit,
    needed: 2 * bytes,
    memory: totalmem(),
    free,
  });
}

function gibibytes(bytes: number): string {
  return (bytes / 2 ** 30).toFixed(1).replace('.0', '');
}
