// Undo and redo: restores the previous table and spec, the threshold of the current run, or a deleted run, whichever was changed last.
import { AppError } from '../../contract/issues/errors.ts';
import type { Plan } from '../../contract/model.ts';
import type { Undoable } from '../../contract/undo.ts';
import { removeRun, restoreRun } from '../../storage/trash.ts';
import { useThreshold } from '../results/threshold.ts';
import { changeRuns, closeCurrent, openRun } from '../runs/runCalls.ts';
import { closeUnbegun } from '../runs/unbegunRun.ts';
import { staleState } from '../spec/specCalls.ts';
import { needTable, readTable, showTable } from '../table/datasetCalls.ts';
import type { OpenTable } from '../table/openTable.ts';
import { planSpec } from '../table/planSpec.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import type { Edited } from './difference.ts';
import type { ChangedThreshold, RemovedRun, Way } from './undoHistory.ts';

export interface UndoDone {
  revision: number;
  /** What was undone or redone; null where there was nothing. */
  what: Undoable | null;
}

/** A failure changes nothing. Throws AppError run_busy for a change of settings while a run is in progress, and what reading
 *  the file again or restoring a run throws. */
export async function undoOrRedo(
  session: WorkspaceSession,
  way: Way,
  signal: AbortSignal | undefined,
): Promise<UndoDone> {
  const { undoes, redoes } = session.state.value.undo;
  const entry = session.undoHistory.next(way);
  if (entry?.kind === 'run') await moveRun(session, way, entry);
  if (entry?.kind === 'threshold') await moveThreshold(session, way, entry);
  if (entry?.kind === 'edit') await goTo(session, way, entry.to, signal);
  const what = entry === null ? null : way === 'back' ? undoes : redoes;
  return { revision: session.state.value.revision, what };
}

async function moveThreshold(
  session: WorkspaceSession,
  way: Way,
  { runId, ...to }: ChangedThreshold,
): Promise<void> {
  await useThreshold(session, runId, to[way]);
  session.undoHistory.move(way, session.edited);
  session.change({});
}

/** Undo restores a deleted run, redo deletes it again. */
async function moveRun(session: WorkspaceSession, way: Way, { run, wasOpen }: RemovedRun): Promise<void> {
  const { home } = session.options;
  await changeRuns(session, async () => {
    try {
      if (way === 'forth') {
        await closeCurrent(session, run.id);
        await removeRun(home, run.id);
      } else await restoreRun(home, run.id);
    } catch (error) {
      if (error instanceof AppError && error.code === 'run_not_found') session.undoHistory.forgetRun(run.id);
      throw error;
    }
    session.undoHistory.move(way, session.edited);
  });
  // Not if that would close another run or another table.
  const nothingCloses =
    session.live === null && !session.training && session.open?.table.fileName === run.fileName;
  if (way === 'back' && wasOpen && nothingCloses) await openRun(session, run.id, { spec: 'asItIs' });
}

async function goTo(
  session: WorkspaceSession,
  way: Way,
  to: Edited,
  signal: AbortSignal | undefined,
): Promise<void> {
  await closeUnbegun(session);
  session.refuseBusy();
  const before = needTable(session);
  const written = ({ files, reading }: Pick<Edited, 'files' | 'reading'>) => JSON.stringify([files, reading]);
  const same = written(to) === written({ files: before.files, reading: before.table.reading });
  const open = same ? before : await readTable(session, to.files, to.reading, signal);
  try {
    const plan = to.spec === null ? null : await planSpec(open.preparer, to.spec, to.reasons);
    await show(session, way, to, { before, open, plan });
  } catch (error) {
    if (session.open !== open) open.table.close();
    throw error;
  }
}

interface Shown {
  before: OpenTable;
  open: OpenTable;
  plan: Plan | null;
}

async function show(
  session: WorkspaceSession,
  way: Way,
  to: Edited,
  { before, open, plan }: Shown,
): Promise<void> {
  const next = session.undoHistory.next(way);
  // Reading takes time, in which another window may have changed something.
  if (next?.kind !== 'edit' || next.to !== to || session.open !== before)
    throw staleState(session.state.value.revision);
  session.undoHistory.move(way, session.edited);
  if (open === before) session.change({ spec: to.spec, plan });
  else await showTable(session, open, { spec: to.spec, plan });
}
