// Which runs are packed: those that a page names, those at a path, or all that are kept.
import { stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { AppError } from '../../contract/issues/errors.ts';
import type { LeftOut, PackInput } from '../../contract/packs.ts';
import { packEnding } from '../../contract/table/fileEndings.ts';
import { lessonsFileName } from '../../storage/lessonsFile.ts';
import { isLocked } from '../../storage/lock.ts';
import { RunFolder } from '../../storage/runFolder.ts';
import type { RunRecord } from '../../storage/runRecord.ts';
import { listRuns } from '../../storage/runs.ts';
import { findRun } from '../runs/runList.ts';

export interface ChosenRun {
  folder: string;
  record: RunRecord;
}

export interface ChosenRuns {
  /** A name for the file, without an ending. */
  name: string;
  runs: ChosenRun[];
  leftOut: LeftOut[];
  /** The home folder that uploads of their tables lie in. */
  home: string;
  /** Whether all of that home folder is packed. */
  whole: boolean;
}

/** None in a whole home folder without runs. Throws AppError run_not_found, run_busy, model_version_newer. */
export async function chosenRuns(home: string, { runIds, place }: PackInput): Promise<ChosenRuns> {
  if (runIds !== undefined) {
    const runs: ChosenRun[] = [];
    for (const id of new Set(runIds)) runs.push(await single((await findRun(home, id)).folder.path));
    return named(runs, home);
  }
  if (place === undefined) return whole(home);
  const folder = resolve(place);
  if (await isThere(join(folder, 'run.json'))) return named([await single(folder)], homeOf(folder) ?? home);
  if ((await isThere(join(folder, 'runs'))) || (await isThere(join(folder, lessonsFileName))))
    return whole(folder);
  if (await isThere(folder))
    throw new AppError('run_not_found', `There is no readable run in ${place}.`, { run: place });
  return named([await single((await findRun(home, place)).folder.path)], home);
}

/** The home folder that a run's folder lies in; null for one of `--out`. */
function homeOf(run: string): string | null {
  const runs = dirname(run);
  return basename(runs) === 'runs' ? dirname(runs) : null;
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

async function single(path: string): Promise<ChosenRun> {
  const record = await (await RunFolder.open(path)).readRun();
  if (await isLocked(path)) throw new AppError('run_busy', 'A run is in progress; stop it first.');
  return { folder: path, record };
}

/** Every run of a home folder that can be read and is not in progress, the oldest first. */
async function whole(home: string): Promise<ChosenRuns> {
  const runs: ChosenRun[] = [];
  const leftOut: LeftOut[] = [];
  const listed = (await listRuns(home)).sort((a, b) => a.startedAt.localeCompare(b.startedAt));
  for (const { id, folder } of listed) {
    try {
      runs.push(await single(folder));
    } catch (error) {
      const busy = error instanceof AppError && error.code === 'run_busy';
      leftOut.push({ reason: busy ? 'runInProgress' : 'runUnreadable', name: id });
    }
  }
  return { ...named(runs, home), leftOut, whole: true };
}

function named(runs: ChosenRun[], home: string): ChosenRuns {
  const table = runs[0]?.record.dataset.fileName ?? '';
  const stem = runs.length === 1 ? table.replace(/\.[^.]+$/, '') : runs.length === 0 ? 'lessons' : 'runs';
  return { name: `${stem === '' ? 'run' : stem}.${packEnding}`, runs, leftOut: [], home, whole: false };
}
