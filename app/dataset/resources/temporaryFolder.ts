// Creates a folder for data that does not fit into memory or has to be copied first, and turns errors of a full or read-only disk into
// an AppError with a sentence. The caller removes the folder.
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '../../contract/issues/errors.ts';

/** Readable by this user only. Throws AppError disk_full or disk_write_failed. */
export async function temporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'chainrule-table-')).catch(throwWriteError);
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
