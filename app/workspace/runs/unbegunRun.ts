// A run that waits for its first step, as after `training.rewind`: nothing is lost with it, so an edit of the spec or another start takes
// its place instead of being refused.
import { removeRun } from '../../storage/trash.ts';
import { inBackground } from '../bugs.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import type { LiveRun } from './liveRun.ts';

function isUnbegun({ busy, training }: LiveRun): boolean {
  return busy && training !== null && 'waits' in training && training.waits;
}

/** Closes the current run if it waits for its first step; its folder goes to the trash. Does nothing to any other run. */
export async function closeUnbegun(session: WorkspaceSession): Promise<void> {
  const { live } = session;
  if (session.beginning || live === null || !isUnbegun(live)) return;
  session.live = null;
  await live.close();
  // A folder that a person chose is not in the list of runs, and stays.
  await inBackground('while a run without a step was removed', () =>
    removeRun(session.options.home, live.id),
  );
  session.change({ run: null, runsChanged: session.state.value.runsChanged + 1 });
}
