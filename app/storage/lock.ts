// A run's folder has one writing process at a time. The lock is a file that names its holder; if the holder's process has ended, another
// takes the lock over. It works between processes of this machine, not over a network disk.
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { AppError } from '../contract/issues/errors.ts';
import { writeFailure } from './atomic.ts';
import { isMissing } from './damaged.ts';

const holderSchema = z.object({ pid: z.number().int().positive(), host: z.string() });

/** Most milliseconds between creating a lock file and writing its content; half a second is usually ample. */
const longestWriteMs = 10_000;

/** Locks of this process: its pid in a file may also come from an earlier process with the same pid. */
const held = new Set<string>();

/** Takes `<folder>/lock`. Throws AppError folder_in_use, disk_full, disk_write_failed. */
export async function takeLock(folder: string): Promise<void> {
  const file = path.join(folder, 'lock');
  const holder = JSON.stringify({ pid: process.pid, host: os.hostname() });
  for (let attempt = 0; attempt < 10; attempt++) {
    try {
      await fs.writeFile(file, holder, { flag: 'wx' });
      held.add(file);
      return;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) {
        // On a full disk the file exists but is empty.
        await fs.rm(file, { force: true }).catch(() => {});
        throw writeFailure(file, error);
      }
    }
    await removeIfStale(folder, file);
  }
  throw inUse(folder, 0);
}

/** Releases the lock; does nothing if this process does not hold it. */
export async function releaseLock(folder: string): Promise<void> {
  const file = path.join(folder, 'lock');
  if (!held.delete(file)) return;
  await fs.rm(file, { force: true });
}

/** Whether a living process holds the lock, including this one. */
export async function isLocked(folder: string): Promise<boolean> {
  return (await livingHolder(path.join(folder, 'lock'))) !== null;
}

async function removeIfStale(folder: string, file: string): Promise<void> {
  const pid = await livingHolder(file);
  if (pid !== null) throw inUse(folder, pid);
  const before = await fs.readFile(file, 'utf8').catch(() => null);
  // Renamed first and read again: another process may just have taken it over.
  const aside = `${file}.${process.pid}.stale`;
  try {
    await fs.rename(file, aside);
  } catch (error) {
    if (isMissing(error)) return;
    throw writeFailure(file, error);
  }
  const moved = await fs.readFile(aside, 'utf8').catch(() => null);
  if (moved === before) await fs.rm(aside, { force: true });
  else await fs.rename(aside, file);
}

/** The pid of the living holder, 0 if it is not written yet; null if there is none or it is dead. */
async function livingHolder(file: string): Promise<number | null> {
  if (held.has(file)) return process.pid;
  let text: string;
  let touched: number;
  try {
    text = await fs.readFile(file, 'utf8');
    touched = (await fs.stat(file)).mtimeMs;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
  // Pids start again after a boot.
  if (touched < Date.now() - os.uptime() * 1_000) return null;
  const holder = holderOf(text);
  if (holder === null) return Date.now() - touched < longestWriteMs ? 0 : null;
  if (holder.host !== os.hostname() || holder.pid === process.pid) return null;
  return lives(holder.pid) ? holder.pid : null;
}

function holderOf(text: string) {
  try {
    return holderSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function inUse(folder: string, pid: number): AppError {
  return new AppError(
    'folder_in_use',
    `Another Chainrule (process ${pid}) is training in ${folder}: wait for it, stop it, or choose another folder.`,
    { path: folder, pid },
  );
}
