// Creates folders for data that does not fit into memory or has to be copied first, removes them, and turns errors of a full or
// read-only disk into an AppError with a sentence. A folder that is there when the process exits is removed then; one of a process that was
// killed is swept by a later one, which knows it by the mark in its name.
import { rmSync } from 'node:fs';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '../../contract/issues/errors.ts';

const prefix = 'chainrule-table-';
/** By then whoever made a folder without a mark has ended. */
const surelyOverMs = 7 * 24 * 60 * 60 * 1_000;

const folders = new Set<string>();
let owner = '';

/** From now on names folders after `mark`, which tells later processes whether this one still lives. */
export function markTemporaryFolders(mark: string): void {
  owner = mark;
}

/** Readable by this user only. Throws AppError disk_full or disk_write_failed. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), `${prefix}${owner === '' ? '' : `${owner}-`}`)).catch(
    throwWriteError,
  );
  if (folders.size === 0) process.once('exit', removeAll);
  folders.add(folder);
  return folder;
}

/** Removes folders of processes that have ended, and returns their paths. */
export async function sweepTemporaryFolders(
  hasEnded: (mark: string) => boolean,
  now: number = Date.now(),
): Promise<string[]> {
  const swept: string[] = [];
  for (const name of await readdir(tmpdir())) {
    if (!name.startsWith(prefix)) continue;
    const folder = join(tmpdir(), name);
    const mark = name.slice(prefix.length).split('-').at(-2);
    const changed = (await stat(folder).catch(() => null))?.mtimeMs ?? now;
    if (!(mark !== undefined && hasEnded(mark)) && now - changed < surelyOverMs) continue;
    // It may belong to another user.
    const removed = await rm(folder, { recursive: true, force: true }).then(
      () => true,
      () => false,
    );
    if (removed) swept.push(folder);
  }
  return swept;
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
