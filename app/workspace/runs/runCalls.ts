// Calls about the current run: opening a saved run, reading its evaluation, reusing its spec.
import { AppError } from '../../contract/issues/errors.ts';
import type { Plan } from '../../contract/model.ts';
import type { Evaluation } from '../../contract/run/evaluation.ts';
import { endedStates, type RunNotes, type RunSummary } from '../../contract/run/training.ts';
import type { RunSpec } from '../../contract/spec/spec.ts';
import type { Notice } from '../../contract/workspace.ts';
import { dataIssue } from '../../dataset/issues/dataIssue.ts';
import { withoutOff } from '../../model/switchedOff.ts';
import type { RunRecord } from '../../storage/runRecord.ts';
import { removeRun, restoreRun } from '../../storage/trash.ts';
import { inBackground, isBug } from '../bugs.ts';
import { missingColumns } from '../models/modelColumns.ts';
import { readModel } from '../models/readModel.ts';
import { type Given, type ModelOnTable, modelOnTable, noRows } from '../models/shownModel.ts';
import { groundOfTraining } from '../models/trainedTable.ts';
import { scoreKept } from '../scoring/scoreKept.ts';
import { onTable } from '../spec/specCalls.ts';
import { readTable, replaceTable, showTable, summary } from '../table/datasetCalls.ts';
import { filesOf } from '../table/fileRef.ts';
import type { Ground } from '../table/ground.ts';
import { planOfModel } from '../table/networkPlan.ts';
import { type OpenTable, sourceOf } from '../table/openTable.ts';
import { planSpec } from '../table/planSpec.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { LiveRun } from './liveRun.ts';
import { findRun, type KeptRun, noteRun, summarizeRun } from './runList.ts';

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

/** Like `evaluationOf`, for display: if it shows the test score, this is counted and saved with the run. A score on new rows is no
 *  test score of the run. */
export async function viewEvaluation(session: WorkspaceSession, runId: string): Promise<Evaluation> {
  const evaluation = evaluationOf(session, runId);
  if (evaluation.on !== 'test' || evaluation.newRows || session.looksOn) return evaluation;
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

export interface OpenChoices {
  /** `ofRun`: the run's spec becomes the workspace's; `asItIs`: the workspace's spec stays. */
  spec?: 'ofRun' | 'asItIs';
  /** `ofRun`: the table that the run was trained on; `open`: the open one where it has the columns of the run's model. */
  table?: 'ofRun' | 'open';
}

/** Makes a kept run the current one, with its table if the file is still the one that the run was trained on. */
export async function openRun(
  session: WorkspaceSession,
  runId: string,
  choices: OpenChoices = {},
): Promise<{ revision: number }> {
  session.refuseBusy();
  const { revision } = await openKept(session, await findRun(session.options.home, runId), choices);
  return { revision };
}

/** The same for a run in any folder; also gives the reason why its table is not open. */
export async function openKept(
  session: WorkspaceSession,
  kept: KeptRun,
  { spec = 'ofRun', table = 'ofRun' }: OpenChoices = {},
): Promise<{ revision: number; notices: Notice[] }> {
  const place = await placeOfRun(session, kept, table);
  await adoptRun(session, kept, place, spec);
  const { notices } = place;
  return { ...session.change({ notices }), notices };
}

interface Place {
  open: OpenTable | null;
  /** Whether the rows of `open` are new to the run's model, or there are none. */
  newRows: boolean;
  /** The rows of a model that has not been evaluated yet on the table that it was trained on. */
  ground?: Ground;
  notices: Notice[];
}

/** The table to show a kept run on. */
async function placeOfRun(
  session: WorkspaceSession,
  { folder, record }: KeptRun,
  preferred: 'ofRun' | 'open',
): Promise<Place> {
  const { open } = session;
  const fits =
    open !== null &&
    record.preparation !== null &&
    missingColumns(open.table, record.preparation).length === 0;
  const { openedFrom, dataset } = record;
  if (openedFrom !== null && (await folder.readEvaluation()) === null) {
    const ground = fits ? await groundOfTraining(open, await readModel(folder.path), openedFrom) : null;
    const place = { open: fits ? open : null, notices: [] };
    return ground === null ? { ...place, newRows: true } : { ...place, newRows: false, ground };
  }
  const isOwn = open !== null && open.table.hash === dataset.hash;
  if (preferred === 'open' && fits && !isOwn) return { open, newRows: true, notices: [] };
  return { ...(await tableOfRun(session, record)), newRows: false };
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
export async function tableOfRun(
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
  kept: KeptRun,
  { open, newRows, ground }: Place,
  keptSpec: 'ofRun' | 'asItIs',
) {
  const { folder, notes, records, progress } = kept;
  const record =
    ground === undefined || open === null
      ? kept.record
      : { ...kept.record, spec: ground.spec, dataset: sourceOf(open) };
  const onModel = newRows ? await onNewRows(session, kept, open) : null;
  const run = new LiveRun(record.id, record.spec, folder, {
    progress,
    records,
    changes: record.changes,
    startedAt: record.startedAt,
    fileName: record.dataset.fileName,
    name: notes.name,
    parent: record.parent ?? null,
    metrics: newRows ? record.metrics : null,
    fingerprint: newRows ? record.fingerprint : null,
    given: onModel?.given ?? (await givenAtStart(kept, open)),
    diedRunning: record.state === 'running',
  });
  if (onModel !== null) run.evaluation = onModel.evaluation;
  else if (run.settled) {
    run.evaluation = await folder.readEvaluation();
    run.repeats = await folder.readRepeats();
  }
  run.testViews = record.testViews;
  run.openedFrom = record.openedFrom;
  const before = session.live;
  session.live = run;
  await before?.close();
  const edited = session.edited;
  if (open !== session.open) replaceTable(session, open);
  // The spec that a person made for this table comes back with undo.
  else if (newRows && open !== null && edited.spec !== null && keptSpec === 'ofRun')
    session.undoHistory.recordEdit(edited);
  if (run.settled && !newRows && run.evaluation === null && open !== null)
    await inBackground('while a kept run was scored', () => scoreKept(session, run, open));
  const dataset =
    open === null
      ? null
      : session.state.value.dataset?.hash === open.table.hash
        ? session.state.value.dataset
        : summary(open.table);
  const ofRun = newRows && open !== null ? onTable(open, record.spec) : editedFor(session, record);
  const spec = keptSpec === 'asItIs' ? session.state.value.spec : ofRun;
  const plan = open === null ? planWithoutTable(run) : spec && (await planSpec(open.preparer, spec, []));
  session.change({ dataset, spec, plan, run: run.view() });
}

/** The plan of a model that is shown without a table; null for a run whose table is gone. */
function planWithoutTable({ given }: LiveRun): Plan | null {
  if (given === null) return null;
  const message = 'No table is open; open one that has the columns of this model.';
  return { ...given.plan, issues: [dataIssue('table_needed', 'error', 'data', message, {})] };
}

/** What a run took over from the model that it began from; null for a run that began from random weights. */
async function givenAtStart({ folder, record }: KeptRun, open: OpenTable | null): Promise<Given | null> {
  const { spec, preparation, parent, state } = record;
  if (parent?.from !== 'weights' || preparation === null) return null;
  const rows = open === null ? noRows : (await planSpec(open.preparer, spec, [])).rows;
  const plan = planOfModel(spec, preparation, rows);
  const given = { preparation, plan, newRows: null, shown: null };
  // Its weights are needed only to go on.
  if (endedStates.includes(state)) return given;
  return { ...given, initial: (await readModel(folder.file('initial'))).members[0]! };
}

/** The run's model on a table that is new to it. */
async function onNewRows(
  session: WorkspaceSession,
  { folder, record }: KeptRun,
  open: OpenTable | null,
): Promise<ModelOnTable> {
  const { fileName } = record.dataset;
  const file = record.openedFrom ?? fileName;
  const trainedOn = fileName === record.openedFrom ? null : fileName;
  const model = await readModel(folder.path);
  return modelOnTable(session.options.engine, { runId: record.id, model, trainedOn, file }, open);
}

/** Keeps the workspace's spec if it trains the same: it may have layers that are switched off. */
function editedFor({ state }: WorkspaceSession, { spec }: RunRecord): RunSpec {
  const now = state.value.spec;
  return now !== null && JSON.stringify(withoutOff(now)) === JSON.stringify(spec) ? now : spec;
}
