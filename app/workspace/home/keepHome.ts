// A session that goes on in its home folder: it owns the folder or looks on, opens what an earlier backend had open, keeps what it does,
// and tidies up.
import { removeOldUploads } from '../../storage/oldUploads.ts';
import { makeContentPrivate } from '../../storage/privacy.ts';
import { sweepHome } from '../../storage/sweep.ts';
import { emptyTrash } from '../../storage/trash.ts';
import { inBackground } from '../bugs.ts';
import { restoreSession } from '../runs/restore.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { accessHome } from './access.ts';
import { watchHome } from './watchHome.ts';

/** Returns what ends the session and gives the folder free. Throws AppError home_in_use, disk_full. @param dispose ends the session */
export async function keepHome(
  session: WorkspaceSession,
  dispose: () => Promise<void>,
): Promise<() => Promise<void>> {
  const { options } = session;
  let restoring = Promise.resolve();
  const { held, notice } = await accessHome(options, async (to) => {
    await restoring;
    await dispose();
    options.onHandedOver?.(to);
  });
  session.looksOn = held === null;
  restoring = restoreSession(session);
  await restoring;
  let endWatch = () => {};
  if (notice !== null) {
    session.change({ notices: [...session.state.value.notices, notice] });
    if (notice.kind === 'looksOnHeld') endWatch = watchHome(session, notice);
  }
  // Removes files that are no longer needed; a failure only costs disk space.
  else void inBackground('while old files were removed', () => tidy(options.home));
  session.keeps = held !== null && !session.closed;
  return async () => {
    endWatch();
    await dispose();
    await held?.release();
  };
}

async function tidy(home: string): Promise<void> {
  await sweepHome(home);
  await makeContentPrivate(home);
  await emptyTrash(home);
  await removeOldUploads(home);
}
