// Deleted runs: moved to `<home>/trash`, so that undo is a rename; removed after a week.
import fs from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../contract/issues/errors.ts';
import { writeFailure } from './atomic.ts';
import { isGone, isMissing, readJson } from './damaged.ts';
import { isLocked } from './lock.ts';
import { makeFolders } from './makeFolders.ts';
import { privateFolder } from './privacy.ts';
import { runRecordSchema } from './runRecord.ts';
import { listRuns } from './runs.ts';

const keptMs = 7 * 24 * 60 * 60 * 1_000;

function trashOf(home: string): string {
  return path.join(path.resolve(home), 'trash');
}

/** Throws AppError run_not_found, run_busy if a process is training it, disk_write_failed. */
export async function removeRun(home: string, id: string): Promise<void> {
  const listed = (await listRuns(home)).find((run) => run.id === id);
  if (listed === undefined) throw noRun(id);
  if (await isLocked(listed.folder)) {
    throw new AppError('run_busy', 'This run is in progress; stop it first, then delete it.');
  }
  const target = path.join(trashOf(home), path.basename(listed.folder));
  // The week begins at deletion. Dated before it is moved: a run in the trash with its old date would be removed at the next start.
  const now = new Date();
  try {
    await fs.utimes(listed.folder, now, now);
  } catch (error) {
    throw (await isGone(listed.folder)) ? noRun(id) : writeFailure(listed.folder, error);
  }
  await move(listed.folder, target, id);
}

/** Undoes `removeRun`. Throws AppError run_not_found. */
export async function restoreRun(home: string, id: string): Promise<void> {
  for (const name of await namesIn(trashOf(home))) {
    const folder = path.join(trashOf(home), name);
    const record = await readJson(path.join(folder, 'run.json'), runRecordSchema);
    // A copied run goes by the name of its folder.
    if (record === null || (record.id !== id && name !== id)) continue;
    return move(folder, path.join(path.resolve(home), 'runs', name), id);
  }
  throw noRun(id);
}

/** Removes runs that were deleted more than a week ago. */
export async function emptyTrash(home: string, now: number = Date.now()): Promise<void> {
  for (const name of await namesIn(trashOf(home))) {
    const folder = path.join(trashOf(home), name);
    const { mtimeMs } = await fs.stat(folder);
    if (now - mtimeMs > keptMs) await fs.rm(folder, { recursive: true, force: true });
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await fs.readdir(folder);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

/** Another process may have moved it at the same time. */
async function move(from: string, to: string, id: string): Promise<void> {
  try {
    await makeFolders(path.dirname(to), privateFolder);
    await fs.rename(from, to);
  } catch (error) {
    throw (await isGone(from)) ? noRun(id) : writeFailure(to, error);
  }
}

function noRun(id: string): AppError {
  return new AppError('run_not_found', `There is no run ${id}.`, { run: id });
}
