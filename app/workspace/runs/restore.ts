// Restores what an earlier backend had open: table, spec, run and lesson, from workspace.json and the run's folder. A notice says what
// could not be restored. After a crash, a run that was in progress continues automatically.
import type { Notice } from '../../contract/workspace.ts';
import type { Source } from '../../storage/source.ts';
import { readWorkspace, type SavedLesson, type SavedWorkspace } from '../../storage/workspaceFile.ts';
import { bugSentence, isBug, reportBug } from '../bugs.ts';
import { restoreSearch, resumeSearch } from '../search/searchCalls.ts';
import { describeFurther, readTable, replaceTable, summary } from '../table/datasetCalls.ts';
import { filesOf } from '../table/fileRef.ts';
import { planSpec } from '../table/planSpec.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { openRun, sourceNotice } from './runCalls.ts';
import { resumeInterrupted } from './trainingCalls.ts';

export async function restoreSession(session: WorkspaceSession): Promise<void> {
  const { home, restartedAfter } = session.options;
  await telling(session, 'while the last workspace was restored', async () => {
    const kept = await readWorkspace(home);
    if (kept !== null) await restoreKept(session, kept);
  });
  await telling(session, 'while the last search was restored', () => restoreSearch(session));
  if (restartedAfter === undefined) return;
  if (!session.looksOn) await goOn(session);
  announceRestart(session, restartedAfter);
}

async function restoreKept(session: WorkspaceSession, kept: SavedWorkspace) {
  const { dataset } = kept;
  if (dataset !== null)
    await telling(session, 'while the last table was read', () => restoreTable(session, dataset));
  if (kept.spec !== null && session.open !== null) {
    const plan = await planSpec(session.open.preparer, kept.spec, []);
    session.change({ spec: kept.spec, plan });
  }
  const { runId, lesson } = kept;
  // A model may have been shown on a table that it was not trained on.
  const unchanged = session.open !== null && session.open.table.hash === dataset?.hash;
  if (runId !== null)
    await telling(session, 'while the last run was opened', () =>
      openRun(session, runId, { table: unchanged ? 'open' : 'ofRun' }),
    );
  if (lesson !== null)
    await telling(session, 'while the last lesson was opened', () => reopenLesson(session, lesson));
}

async function reopenLesson(session: WorkspaceSession, lesson: SavedLesson) {
  try {
    const { restoreLesson } = await import('../lessons/restoreLesson.ts');
    await restoreLesson(session, lesson);
  } catch (error) {
    if (isBug(error)) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    notify(session, {
      id: 'lessonLeft',
      kind: 'lessonLeft',
      message: `The lesson that was open cannot be opened again: ${reason}`,
      values: { reason },
    });
  }
}

async function restoreTable(session: WorkspaceSession, source: Source) {
  try {
    const files = await filesOf(source, session.options.home);
    const open = await readTable(session, files, source.reading);
    replaceTable(session, open);
    const dataset = summary(open.table);
    session.change({ dataset });
    void describeFurther(session, open, dataset);
    if (open.table.hash !== source.hash) notify(session, sourceNotice('sourceChanged', source.fileName));
  } catch (error) {
    if (isBug(error)) throw error;
    notify(session, sourceNotice('sourceMissing', source.fileName));
  }
}

/** If a part fails as expected, the workspace opens without it; a bug is reported as one. */
async function telling(
  session: WorkspaceSession,
  doing: string,
  restore: () => Promise<unknown>,
): Promise<void> {
  try {
    await restore();
  } catch (error) {
    if (!isBug(error)) return;
    reportBug(error, doing);
    const id = `bug-${session.state.value.revision}`;
    notify(session, { id, kind: 'bug', ...bugSentence(error) });
  }
}

function notify(session: WorkspaceSession, notice: Notice) {
  session.change({ notices: [...session.state.value.notices, notice] });
}

function announceRestart(session: WorkspaceSession, cause: string) {
  const run = session.live;
  const epoch = run?.busy ? run.records.length : 0;
  const rest = run?.busy ? ` The run goes on from epoch ${epoch}.` : '';
  session.change({
    notices: [
      ...session.state.value.notices,
      {
        id: `restarted-${Date.now()}`,
        kind: 'backendRestarted',
        message: `The engine stopped unexpectedly (${cause}) and was restarted; nothing that was saved is lost.${rest}`,
        values: { cause, epoch },
      },
    ],
  });
}

/** Only after a crash, and only a run that was running: if the program was closed, the person decides. */
async function goOn(session: WorkspaceSession) {
  if (session.search?.state === 'interrupted')
    await telling(session, 'while an interrupted search went on', () => resumeSearch(session));
  const run = session.live;
  if (run === null || !run.diedRunning || session.search?.busy) return;
  try {
    await resumeInterrupted(session, run);
  } catch (error) {
    reportBug(error, 'while an interrupted run was resumed');
    const reason = error instanceof Error ? error.message : String(error);
    notify(session, {
      id: `interrupted-${run.id}`,
      kind: 'runInterrupted',
      message: `The run could not go on by itself: ${reason}`,
      values: { reason },
    });
  }
}
