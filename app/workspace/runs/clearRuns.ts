// Deletes many kept runs at once, by age and size: never a starred one, the current one, or one that a process holds. Each can be restored
// for a week.
import { join } from 'node:path';
import type { ClearedRuns } from '../../contract/kept.ts';
import { newerVersionOf } from '../../storage/damaged.ts';
import { bytesOf } from '../../storage/homeSizes.ts';
import { isLocked } from '../../storage/lock.ts';
import { readRunNotes } from '../../storage/runNotes.ts';
import { listRuns } from '../../storage/runs.ts';
import { removeRun } from '../../storage/trash.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { changeRuns } from './runCalls.ts';

export interface Clearing {
  olderThanDays: number;
  /** Bytes of the run's folder. */
  atLeastBytes: number;
  /** Only says which runs it would delete. */
  only?: 'count' | undefined;
}

const dayMs = 24 * 60 * 60 * 1_000;

/** Nobody knows what a newer Chainrule wrote in its notes. */
async function mayBeStarred(folder: string): Promise<boolean> {
  return (await readRunNotes(folder)).starred || (await newerVersionOf(join(folder, 'notes.json'))) !== null;
}

/** Throws AppError disk_write_failed; the runs deleted until then stay deleted. */
export async function clearRuns(session: WorkspaceSession, clearing: Clearing): Promise<ClearedRuns> {
  const { home } = session.options;
  const latest = Date.now() - clearing.olderThanDays * dayMs;
  const cleared: ClearedRuns = { runIds: [], bytes: 0 };
  for (const { id, folder, startedAt } of await listRuns(home)) {
    if (Date.parse(startedAt) > latest || id === session.live?.id) continue;
    if ((await mayBeStarred(folder)) || (await isLocked(folder))) continue;
    const bytes = await bytesOf(folder);
    if (bytes < clearing.atLeastBytes) continue;
    cleared.runIds.push(id);
    cleared.bytes += bytes;
  }
  if (clearing.only === 'count' || cleared.runIds.length === 0) return cleared;
  return changeRuns(session, async () => {
    for (const id of cleared.runIds) await removeRun(home, id);
    return cleared;
  });
}
