// Calls about the current run: opening a saved run, reading its evaluation, reusing its spec.
import { AppError } from '../../contract/issues/errors.ts';
import type { Evaluation } from '../../contract/run/evaluation.ts';
import type { RunNotes, RunSummary } from '../../contract/run/training.ts';
import type { RunSpec } from '../../contract/spec/spec.ts';
import type { Notice } from '../../contract/workspace.ts';
import { withoutOff } from '../../model/switchedOff.ts';
import type { RunRecord } from '../../storage/runRecord.ts';
import { removeRun, restoreRun } from '../../storage/trash.ts';
import { inBackground, isBug } from '../bugs.ts';
import { readTable, replaceTable, showTable, summary } from '../table/datasetCalls.ts';
import { filesOf } from '../table/fileRef.ts';
import type { OpenTable } from '../table/openTable.ts';
import { planSpec } from '../table/prepare.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { LiveRun } from './liveRun.ts';
import { findRun, type KeptRun, noteRun, summarizeRun } from './runList.ts';
import { scoreKept } from './scoreKept.ts';

export function runOf(session: WorkspaceSession, runId: string): LiveRun {
  if (session.live?.id === runId) return session.live;
  throw new AppError('run_not_found', `The run ${runId} is not open; open it from the list of runs.`, {
    run: runId,
  });
}

export function evaluationOf(session: WorkspaceSession, runId: string): Evaluation {
  const { evaluation } = runOf(session, runId);
  if (evaluation !== null) return evaluation;
  throw new AppError('run_needed', 'This run has not been scored yet; it is scored when it ends.', {
    run: runId,
  });
}

/** Like `evaluationOf`, for display: if it shows the test score, this is counted and saved with the run. */
export async function viewEvaluation(session: WorkspaceSession, runId: string): Promise<Evaluation> {
  const evaluation = evaluationOf(session, runId);
  if (evaluation.on !== 'test' || session.looksOn) return evaluation;
  const run = runOf(session, runId);
  run.testViews++;
  session.change({ run: run.view(), runsChanged: session.state.value.runsChanged + 1 });
  const { testViews, folder } = run;
  // The folder may be missing or full: the score is shown anyway.
  await inBackground('while a look at the test score was noted', async () =>
    folder.writeRun({ ...(await folder.readRun()), testViews }),
  );
  return evaluation;
}

/** Makes a kept run the current one, with its table if the file is still the one that the run was trained on. `ofRun`: its spec
 *  becomes the workspace's; `asItIs`: the workspace's spec stays. */
export async function openRun(
  session: WorkspaceSession,
  runId: string,
  spec: 'ofRun' | 'asItIs' = 'ofRun',
): Promise<{ revision: number }> {
  session.refuseBusy();
  const { revision } = await openKept(session, await findRun(session.options.home, runId), spec);
  return { revision };
}

/** The same for a run in any folder; also gives the reason why its table is not open. */
export async function openKept(
  session: WorkspaceSession,
  kept: KeptRun,
  spec: 'ofRun' | 'asItIs' = 'ofRun',
): Promise<{ revision: number; notices: Notice[] }> {
  const { open, notices } = await tableOfRun(session, kept.record);
  await adoptRun(session, kept, open, spec);
  return { ...session.change({ notices }), notices };
}

/** A kept run's spec on its table, without a run: to train it again, with or without a change. */
export async function reuseRun(session: WorkspaceSession, runId: string): Promise<{ revision: number }> {
  session.refuseBusy();
  const { record } = await findRun(session.options.home, runId);
  const { open, notices } = await tableOfRun(session, record);
  if (open === null)
    throw new AppError('file_not_found', notices[0]?.message ?? '', { file: record.dataset.fileName });
  const plan = await planSpec(open.preparer, record.spec, []);
  session.undoHistory.recordEdit(session.edited);
  if (open !== session.open) {
    session.undoHistory.forgetEdits();
    await showTable(session, open, { spec: record.spec, plan });
  }
  const before = session.live;
  session.live = null;
  await before?.close();
  return session.change({ spec: record.spec, plan, run: null });
}

/** Saves a person's notes on a kept run; the name of the current run is also in the state. */
export function noteKept(
  session: WorkspaceSession,
  runId: string,
  notes: Partial<RunNotes>,
): Promise<RunSummary> {
  return changeRuns(session, async () => {
    const noted = await noteRun(session.options.home, runId, notes);
    const { live } = session;
    if (live?.id === runId) {
      live.name = noted.name;
      session.change({ run: live.view() });
    }
    return noted;
  });
}

/** Makes all windows read the list of runs again. */
export async function changeRuns<Result>(
  session: WorkspaceSession,
  change: () => Promise<Result>,
): Promise<Result> {
  const result = await change();
  session.change({ runsChanged: session.state.value.runsChanged + 1 });
  return result;
}

/** Deletes a kept run; undo or `restoreKept` brings it back. The current run is closed first. */
export function removeKept(session: WorkspaceSession, runId: string): Promise<{ revision: number }> {
  return changeRuns(session, async () => {
    const { home } = session.options;
    const { id, name, fileName, target, parent } = summarizeRun(await findRun(home, runId));
    const wasOpen = await closeCurrent(session, runId);
    await removeRun(home, runId);
    session.undoHistory.recordRemoval({ run: { id, name, fileName, target, parent }, wasOpen });
    return { revision: session.state.value.revision };
  });
}

/** Closes the run if it is the current one, and returns whether it was. Throws AppError run_busy. */
export async function closeCurrent(session: WorkspaceSession, runId: string): Promise<boolean> {
  if (session.live?.id !== runId) return false;
  session.refuseBusy();
  await session.live.close();
  session.live = null;
  session.change({ run: null });
  return true;
}

export function restoreKept(session: WorkspaceSession, runId: string): Promise<{ revision: number }> {
  return changeRuns(session, async () => {
    await restoreRun(session.options.home, runId);
    session.undoHistory.forgetRun(runId);
    return { revision: session.state.value.revision };
  });
}

/** The table a run was trained on, or why it is not available. */
async function tableOfRun(
  session: WorkspaceSession,
  { dataset }: RunRecord,
): Promise<{ open: OpenTable | null; notices: Notice[] }> {
  if (session.open?.table.hash === dataset.hash) return { open: session.open, notices: [] };
  try {
    const open = await readTable(session, await filesOf(dataset, session.options.home), dataset.reading);
    if (open.table.hash === dataset.hash) return { open, notices: [] };
    open.table.close();
    return { open: null, notices: [sourceNotice('sourceChanged', dataset.fileName)] };
  } catch (error) {
    if (isBug(error)) throw error;
    return { open: null, notices: [sourceNotice('sourceMissing', dataset.fileName)] };
  }
}

export function sourceNotice(kind: 'sourceChanged' | 'sourceMissing', file: string): Notice {
  const what =
    kind === 'sourceMissing'
      ? `The file ${file} cannot be read any more`
      : `The file ${file} is no longer the one this run was trained on`;
  const message = `${what}; its result and its weights are here, but it cannot be trained further.`;
  return { id: `${kind}-${file}`, kind, message, values: { file } };
}

async function adoptRun(
  session: WorkspaceSession,
  { folder, record, notes, records, progress }: KeptRun,
  open: OpenTable | null,
  keptSpec: 'ofRun' | 'asItIs',
) {
  const run = new LiveRun(record.id, record.spec, folder, {
    progress,
    records,
    changes: record.changes,
    startedAt: record.startedAt,
    fileName: record.dataset.fileName,
    name: notes.name,
    parent: record.parent ?? null,
    diedRunning: record.state === 'running',
  });
  if (run.settled) run.evaluation = await folder.readEvaluation();
  run.testViews = record.testViews;
  run.openedFrom = record.openedFrom;
  const before = session.live;
  session.live = run;
  await before?.close();
  if (open !== session.open) replaceTable(session, open);
  if (run.settled && run.evaluation === null && open !== null)
    await inBackground('while a kept run was scored', () => scoreKept(session.options.engine, run, open));
  const dataset =
    open === null
      ? null
      : session.state.value.dataset?.hash === open.table.hash
        ? session.state.value.dataset
        : summary(open.table);
  const spec = keptSpec === 'asItIs' ? session.state.value.spec : editedFor(session, record);
  const plan = open === null || spec === null ? null : await planSpec(open.preparer, spec, []);
  session.change({ dataset, spec, plan, run: run.view() });
}

/** Keeps the workspace's spec if it trains the same: it may have layers that are switched off. */
function editedFor({ state }: WorkspaceSession, { spec }: RunRecord): RunSpec {
  const now = state.value.spec;
  return now !== null && JSON.stringify(withoutOff(now)) === JSON.stringify(spec) ? now : spec;
}
