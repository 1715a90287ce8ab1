// Writes a file so that after a crash or a pulled plug it holds either the old or the new content, never half of
// one; and the one place that turns the system's write errors into sentences.
import fs from 'node:fs/promises';
import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { AppError } from '../contract/errors.ts';

/** `data` replaces what `file` held. Throws AppError disk_full or disk_write_failed. */
export async function writeAtomically(file: string, data: string | Uint8Array): Promise<void> {
  try {
    await writeFileAtomic(file, data, { mode: 0o644 });
    await syncFolder(path.dirname(file));
  } catch (error) {
    throw writeFailure(file, error);
  }
}

/** Makes a rename in `folder` last. Windows cannot sync a folder and does not need to. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await fs.open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The AppError for what the system said when `file` was written. */
export function writeFailure(file: string, error: unknown): AppError {
  if (error instanceof AppError) return error;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new AppError(
      'disk_full',
      `There is no space left to write ${file}: free some, or choose a folder on another disk.`,
      { path: file },
      { cause: error },
    );
  }
  const reason = writeReasons[String(code)] ?? (error instanceof Error ? error.message : String(error));
  return new AppError(
    'disk_write_failed',
    `${file} could not be written: ${reason}.`,
    { path: file, reason },
    { cause: error },
  );
}

const writeReasons: Record<string, string> = {
  EACCES: 'permission was denied',
  EPERM: 'permission was denied',
  EROFS: 'the disk is read-only',
  ENOENT: 'its folder does not exist',
  ENOTDIR: 'a part of its path is a file, not a folder',
  EISDIR: 'a folder has that name',
  EMFILE: 'too many files are open',
  EIO: 'the disk reports an error',
  ENAMETOOLONG: 'its name is too long',
};
