// Comes back with what an earlier backend had open: table, spec and run, from workspace.json and the run's folder. What
// cannot be had any more is said in a notice. After a crash a run that was in progress goes on by itself.
import type { Source } from '../../storage/runRecord.ts';
import { readWorkspace, type SavedWorkspace } from '../../storage/workspaceFile.ts';
import type { Session } from '../session.ts';
import { describeFurther, readTable, replaceTable, summary } from '../table/datasetCalls.ts';
import { resolveFile } from '../table/fileRef.ts';
import { planSpec } from '../table/prepare.ts';
import { openRun, sourceNotice } from './runCalls.ts';
import { resumeInterrupted } from './trainingCalls.ts';

export async function restoreSession(session: Session): Promise<void> {
  const { home, restartedAfter } = session.options;
  const kept = await readWorkspace(home).catch(() => null);
  if (kept !== null) await restoreKept(session, kept);
  if (restartedAfter === undefined) return;
  await goOn(session);
  announceRestart(session, restartedAfter);
}

async function restoreKept(session: Session, kept: SavedWorkspace) {
  if (kept.dataset !== null) await restoreTable(session, kept.dataset);
  if (kept.spec !== null && session.open !== null) {
    const plan = await planSpec(session.open.preparer, kept.spec, []);
    session.change({ spec: kept.spec, plan });
  }
  if (kept.runId !== null) await openRun(session, kept.runId).catch(() => {});
}

async function restoreTable(session: Session, source: Source) {
  try {
    const file = await resolveFile(source.file, { home: session.options.home, allowPaths: true });
    const open = await readTable(session, file, source.reading);
    replaceTable(session, open);
    const dataset = summary(open.table);
    session.change({ dataset });
    void describeFurther(session, open, dataset);
    if (open.table.hash !== source.hash) notify(session, sourceNotice('sourceChanged', source.fileName));
  } catch {
    notify(session, sourceNotice('sourceMissing', source.fileName));
  }
}

function notify(session: Session, notice: ReturnType<typeof sourceNotice>) {
  session.change({ notices: [...session.state.value.notices, notice] });
}

function announceRestart(session: Session, cause: string) {
  const run = session.live;
  const epoch = run?.busy ? run.records.length : 0;
  const rest = run?.busy ? ` The run goes on from epoch ${epoch}.` : '';
  session.change({
    notices: [
      ...session.state.value.notices,
      {
        id: `restarted-${Date.now()}`,
        kind: 'backendRestarted',
        message: `The engine stopped unexpectedly (${cause}) and was started again; nothing that was saved is lost.${rest}`,
        values: { cause, epoch },
      },
    ],
  });
}

/** Only after a crash, and only what was running: a person who closed the program decides for himself. */
async function goOn(session: Session) {
  const run = session.live;
  if (run === null || !run.diedRunning) return;
  try {
    await resumeInterrupted(session, run);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    notify(session, {
      id: `interrupted-${run.id}`,
      kind: 'runInterrupted',
      message: `The run could not go on by itself: ${reason}`,
      values: { reason },
    });
  }
}
