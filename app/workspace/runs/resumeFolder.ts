// Goes on with a run in any folder whose process was killed or closed, on the table that it was trained on: the same bits as if it had
// never stopped.
import { stat } from 'node:fs/promises';
import { AppError } from '../../contract/issues/errors.ts';
import { endedStates } from '../../contract/run/training.ts';
import { listRuns } from '../../storage/runs.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { openKept } from './runCalls.ts';
import { readKept } from './runList.ts';
import { resumeInterrupted } from './trainingCalls.ts';

/** `folder`: a path, or the id of a run under the home folder. Throws AppError run_not_found, run_ended, folder_in_use, file_not_found,
 *  file_changed. */
export async function resumeFolder(
  session: WorkspaceSession,
  { folder, threads }: { folder: string; threads?: number | undefined },
): Promise<{ runId: string }> {
  session.refuseBusy();
  const kept = await readKept(await pathOf(session, folder));
  const { id, state, metrics, dataset } = kept.record;
  if (endedStates.includes(state) && metrics !== null)
    throw new AppError(
      'run_ended',
      `The run in ${folder} has ended (${state}): there is nothing left to train.`,
      {
        path: folder,
        state,
      },
    );
  const { notices } = await openKept(session, kept);
  const { live } = session;
  if (live === null) throw new Error('The workspace lost its run.');
  const [notice] = notices;
  if (notice !== undefined)
    throw new AppError(notice.kind === 'sourceMissing' ? 'file_not_found' : 'file_changed', notice.message, {
      file: dataset.fileName,
    });
  if (!live.settled) await resumeInterrupted(session, live, { threads });
  return { runId: id };
}

async function pathOf(session: WorkspaceSession, folder: string): Promise<string> {
  const isThere = await stat(folder).then(
    () => true,
    () => false,
  );
  if (isThere) return folder;
  const listed = (await listRuns(session.options.home)).find(({ id }) => id === folder);
  return listed?.folder ?? folder;
}
