// A run's folder has one writing process at a time, whichever way it writes: a page and terminals train side by side, each in folders
// that it holds (holding/hold.ts). What a dead process held is free at once.
import path from 'node:path';
import { AppError } from '../contract/issues/errors.ts';
import { writeFailure } from './atomic.ts';
import { Held, type Holder, hold, holderOf } from './holding/hold.ts';

/** Folders that this process holds, by absolute path. */
const held = new Map<string, Held>();

/** Takes `folder` for this process. Throws AppError folder_in_use, disk_full, disk_write_failed. */
export async function takeLock(folder: string): Promise<void> {
  const absolute = path.resolve(folder);
  const facts = { pid: process.pid, kind: null, since: new Date().toISOString(), page: null };
  const outcome = await hold(absolute, facts).catch((error: unknown) => {
    throw writeFailure(path.join(absolute, 'lock'), error);
  });
  if (!(outcome instanceof Held)) throw inUse(absolute, outcome);
  held.set(absolute, outcome);
}

/** Releases the folder; does nothing if this process does not hold it. Does not fail: what holds a folder is the process, not a file. */
export async function releaseLock(folder: string): Promise<void> {
  const absolute = path.resolve(folder);
  const taken = held.get(absolute);
  held.delete(absolute);
  await taken?.release();
}

/** Whether a living process holds the folder, including this one. */
export async function isLocked(folder: string): Promise<boolean> {
  return held.has(path.resolve(folder)) || (await holderOf(folder)) !== null;
}

/** Throws AppError folder_in_use where another process holds the folder. */
export async function refuseOfOthers(folder: string): Promise<void> {
  const absolute = path.resolve(folder);
  if (held.has(absolute)) return;
  const holder = await holderOf(absolute);
  if (holder !== null) throw inUse(absolute, holder);
}

function inUse(folder: string, { facts }: Holder): AppError {
  const pid = facts?.pid ?? 0;
  return new AppError(
    'folder_in_use',
    `Another Chainrule (process ${pid}) is training in ${folder}: wait for it, stop it there, or choose another folder.`,
    { path: folder, pid },
  );
}
