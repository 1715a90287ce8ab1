// Writes a file so that after a crash or a power cut it has the old or the new content, never a part: write a new file beside
// it, sync, rename, sync the folder. A single write may be partial without an error, so writing continues until all is written.
// Only this file turns the system's write errors into sentences.
import fs from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../contract/issues/errors.ts';
import { markPattern, ownMark } from './owner.ts';
import { modeOfNewFile } from './privacy.ts';

/** The last pending write of each file: writes of one file wait for each other. */
const underway = new Map<string, Promise<void>>();
let writes = 0;

/** Replaces the content of `file` by `data`, in the order of the calls. Throws AppError disk_full or disk_write_failed. */
export async function writeAtomically(file: string, data: string | Uint8Array): Promise<void> {
  const before = underway.get(file) ?? Promise.resolve();
  const turn = before.then(() => replace(file, data));
  const settled = turn.catch(() => {});
  underway.set(file, settled);
  try {
    await turn;
  } finally {
    if (underway.get(file) === settled) underway.delete(file);
  }
}

async function replace(file: string, data: string | Uint8Array): Promise<void> {
  const beside = `${file}.${ownMark()}-${++writes}.tmp`;
  try {
    const handle = await fs.open(beside, 'wx', await modeOfNewFile(path.dirname(file)));
    try {
      // Continues until all is written: a single write may be partial on a full disk.
      await handle.writeFile(data);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await fs.rename(beside, file);
    await syncFolder(path.dirname(file));
  } catch (error) {
    await fs.rm(beside, { force: true }).catch(() => {});
    throw writeFailure(file, error);
  }
}

/** Removes unfinished files of a process that died while it wrote in `folder`: call it only if nothing else writes there. */
export async function removeHalfWritten(folder: string): Promise<void> {
  for (const name of await fs.readdir(folder)) {
    if (writerOf(name) !== null) await fs.rm(path.join(folder, name), { force: true });
  }
}

/** Earlier versions wrote the pid alone, which is the mark of nobody. */
const unfinished = new RegExp(`\\.(${markPattern}|\\d+)-\\d+\\.tmp$`);

/** The mark of the process that writes or wrote the unfinished file `name`; null for other files. */
export function writerOf(name: string): string | null {
  return unfinished.exec(name)?.[1] ?? null;
}

/** Makes a rename in `folder` permanent. Windows cannot sync a folder and does not need to. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await fs.open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The AppError for a system error while `file` was written. Anything else, such as a bug of ours, is returned unchanged. */
export function writeFailure(file: string, error: unknown): unknown {
  if (!(error instanceof Error) || !isSystemError(error)) return error;
  const { code } = error;
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new AppError(
      'disk_full',
      `There is no space left to write ${file}: free some, or choose a folder on another disk.`,
      { path: file },
      { cause: error },
    );
  }
  const reason = writeReasons[code] ?? error.message;
  return new AppError(
    'disk_write_failed',
    `${file} could not be written: ${reason}.`,
    { path: file, reason },
    { cause: error },
  );
}

/** `ERR_...` are Node's own errors, for invalid arguments. */
function isSystemError(error: Error): error is Error & { code: string } {
  return 'code' in error && typeof error.code === 'string' && /^E(?!RR_)[A-Z0-9]+$/.test(error.code);
}

const writeReasons: Record<string, string> = {
  EACCES: 'permission was denied',
  EPERM: 'permission was denied',
  EROFS: 'the disk is read-only',
  ENOENT: 'its folder does not exist',
  ENOTDIR: 'a part of its path is a file, not a folder',
  EISDIR: 'a folder has that name',
  EMFILE: 'too many files are open',
  EFBIG: 'it would be larger than this system allows',
  EIO: 'the disk reports an error',
  ENAMETOOLONG: 'its name is too long',
};
