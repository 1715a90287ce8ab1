// Removes what processes that have ended left in the home folder: unfinished files, and folders of runs that never began. What a living
// process may still use stays.
import type { Dirent } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { writerOf } from './atomic.ts';
import { isMissing } from './damaged.ts';
import { isLockName } from './holding/places.ts';
import { releaseLock, takeLock } from './lock.ts';
import { hasEnded } from './owner.ts';

/** Whoever wrote it, on whatever machine, has ended by then. */
const surelyOverMs = 7 * 24 * 60 * 60 * 1_000;
/** A new folder of a run is locked at once. */
const lockedByMs = 60_000;

/** Returns the paths of what was removed. */
export async function sweepHome(home: string, now: number = Date.now()): Promise<string[]> {
  const root = path.resolve(home);
  const removed = await sweepUnfinished(root, now);
  for (const name of ['runs', 'trash']) {
    const folder = path.join(root, name);
    for (const entry of await entriesOf(folder)) {
      if (!entry.isDirectory()) continue;
      const run = path.join(folder, entry.name);
      removed.push(...(await sweepUnfinished(run, now)));
      if (await removeNeverBegun(run, now)) removed.push(run);
    }
  }
  return removed;
}

async function sweepUnfinished(folder: string, now: number): Promise<string[]> {
  const removed: string[] = [];
  for (const entry of await entriesOf(folder)) {
    const writer = entry.isFile() ? writerOf(entry.name) : null;
    if (writer === null) continue;
    const file = path.join(folder, entry.name);
    if (!hasEnded(writer) && (await ageOf(file, now)) < surelyOverMs) continue;
    await fs.rm(file, { force: true });
    removed.push(file);
  }
  return removed;
}

/** Removes a folder with nothing but a lock that nobody holds. */
async function removeNeverBegun(run: string, now: number): Promise<boolean> {
  if (!(await hasOnlyLock(run)) || (await ageOf(run, now)) < lockedByMs) return false;
  try {
    await takeLock(run);
  } catch {
    return false;
  }
  const isStillEmpty = await hasOnlyLock(run);
  await releaseLock(run);
  if (!isStillEmpty) return false;
  for (const { name } of await entriesOf(run)) await fs.rm(path.join(run, name), { force: true });
  return fs.rmdir(run).then(
    () => true,
    () => false,
  );
}

async function hasOnlyLock(run: string): Promise<boolean> {
  return (await entriesOf(run)).every((entry) => isLockName(entry.name));
}

async function ageOf(file: string, now: number): Promise<number> {
  const status = await fs.stat(file).catch(() => null);
  return status === null ? 0 : now - status.mtimeMs;
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  try {
    return await fs.readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}
