// Creates folders for data that does not fit into memory or has to be copied first, removes them, and turns errors of a full or
// read-only disk into an AppError with a sentence. A folder that is there when the process exits is removed then.
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '../../contract/issues/errors.ts';

const folders = new Set<string>();

/** Readable by this user only. Throws AppError disk_full or disk_write_failed. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'chainrule-table-')).catch(throwWriteError);
  if (folders.size === 0) process.once('exit', removeAll);
  folders.add(folder);
  return folder;
}

/** Synchronously, so that closing a table leaves nothing behind. */
export function removeTemporaryFolder(folder: string): void {
  remove(folder);
  folders.delete(folder);
  if (folders.size === 0) process.off('exit', removeAll);
}

function removeAll(): void {
  for (const folder of folders) remove(folder);
}

/** Tries again where a process that was just killed still creates a file there. */
function remove(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}

/** For the `catch` of code that writes there: throws AppError disk_full or disk_write_failed for errors of the disk, and
 *  rethrows all other errors. */
export function throwWriteError(error: unknown): never {
  throw writeError(error);
}

/** The AppError for an error of the disk; other errors unchanged. */
function writeError(error: unknown): unknown {
  const { code, message } = error as NodeJS.ErrnoException;
  if (error instanceof AppError || typeof code !== 'string' || !/^E[A-Z]+$/.test(code)) return error;
  const path = tmpdir();
  if (code === 'ENOSPC' || code === 'EDQUOT') return diskFull(error);
  const sentence = `The temporary folder ${path} cannot be written: ${message}.`;
  return new AppError('disk_write_failed', sentence, { path, reason: message }, { cause: error });
}

export function diskFull(cause: unknown): AppError {
  const path = tmpdir();
  const sentence = `The disk of the temporary folder ${path} is full. Free some space and open the file again.`;
  return new AppError('disk_full', sentence, { path }, { cause });
}
