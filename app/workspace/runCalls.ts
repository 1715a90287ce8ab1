// Runs that are kept on disk: listed, opened, and their evaluation fetched.
import { AppError } from '../contract/errors.ts';
import type { Evaluation } from '../contract/evaluation.ts';
import type { Monitor } from '../contract/stopping.ts';
import { type EpochRecord, endedStates, type Progress, type RunSummary } from '../contract/training.ts';
import type { Notice } from '../contract/workspace.ts';
import { isLocked } from '../storage/lock.ts';
import { RunFolder } from '../storage/runFolder.ts';
import type { RunRecord } from '../storage/runRecord.ts';
import { listRuns } from '../storage/runs.ts';
import { readTable, replaceTable, summary } from './datasetCalls.ts';
import { resolveFile } from './fileRef.ts';
import { LiveRun } from './liveRun.ts';
import { planSpec } from './prepare.ts';
import { progressOf } from './runRecord.ts';
import type { OpenTable, Session } from './session.ts';
import { refuseBusy } from './trainingCalls.ts';

/** Rows on the start screen; more would only be scrolled past. */
const listedRuns = 50;
const curvePoints = 60;

export function runOf(session: Session, runId: string): LiveRun {
  if (session.live?.id === runId) return session.live;
  throw new AppError('run_not_found', `The run ${runId} is not open; open it from the list of runs.`, {
    run: runId,
  });
}

export function evaluationOf(session: Session, runId: string): Evaluation {
  const { evaluation } = runOf(session, runId);
  if (evaluation !== null) return evaluation;
  throw new AppError('run_needed', 'This run has not been scored yet; it is scored when it ends.', {
    run: runId,
  });
}

export async function listRunSummaries(home: string): Promise<RunSummary[]> {
  const summaries: RunSummary[] = [];
  for (const { folder } of await listRuns(home)) {
    const kept = await readKept(folder).catch(() => null);
    if (kept !== null) summaries.push(summarizeRun(kept));
  }
  return summaries.sort((a, b) => b.startedAt.localeCompare(a.startedAt)).slice(0, listedRuns);
}

interface KeptRun {
  folder: RunFolder;
  record: RunRecord;
  records: EpochRecord[];
  progress: Progress;
}

async function readKept(path: string): Promise<KeptRun> {
  const folder = await RunFolder.open(path);
  const record = await folder.readRun();
  const records = await folder.readHistory();
  return { folder, record, records, progress: await keptProgress(folder, record, records) };
}

/** A run that says it is running, but that no living process holds, was interrupted. */
async function keptProgress(folder: RunFolder, record: RunRecord, records: EpochRecord[]): Promise<Progress> {
  if (endedStates.includes(record.state)) return progressOf(record, record.state, record.epoch);
  const state = (await isLocked(folder.path)) ? 'running' : 'interrupted';
  const epoch = records[records.length - 1]?.epoch ?? 0;
  return {
    ...progressOf(record, state, epoch),
    best: bestOf(records, record.spec.training.stopping.monitor),
  };
}

/** By what is watched, as the engine has it. */
function bestOf(records: EpochRecord[], monitor: Monitor): Progress['best'] {
  let best: Progress['best'] = null;
  for (const { epoch, trainLoss, validationLoss, validationScore } of records) {
    const loss = {
      loss: validationLoss ?? trainLoss,
      trainingLoss: trainLoss,
      accuracy: 1 - (validationScore ?? 0),
      meanAbsoluteError: validationScore ?? Number.POSITIVE_INFINITY,
    }[monitor];
    if (best === null || loss < best.loss) best = { epoch, loss };
  }
  return best;
}

function summarizeRun({ record, records, progress }: KeptRun): RunSummary {
  const { data } = record.spec;
  const stride = Math.max(1, Math.ceil(records.length / curvePoints));
  return {
    id: record.id,
    fileName: record.dataset.fileName,
    target: data.columns
      .filter(({ role }) => role === 'target')
      .map(({ name }) => name)
      .join(', '),
    task: data.task,
    startedAt: record.startedAt,
    state: progress.state,
    epoch: progress.epoch,
    metrics: record.metrics,
    curve: records
      .filter((_, index) => index % stride === 0)
      .map(({ validationLoss, trainLoss }) => validationLoss ?? trainLoss),
  };
}

/** Makes a kept run the current one, with its table where the file is still what the run was trained on. */
export async function openRun(session: Session, runId: string): Promise<{ revision: number }> {
  refuseBusy(session);
  const listed = (await listRuns(session.options.home)).find(({ id }) => id === runId);
  if (listed === undefined) throw new AppError('run_not_found', `There is no run ${runId}.`, { run: runId });
  const kept = await readKept(listed.folder);
  const { open, notices } = await tableOfRun(session, kept.record);
  await adoptRun(session, kept, open);
  return session.change({ notices });
}

/** The table a run was trained on, or why it cannot be had. */
async function tableOfRun(
  session: Session,
  { dataset }: RunRecord,
): Promise<{ open: OpenTable | null; notices: Notice[] }> {
  if (session.open?.table.hash === dataset.hash) return { open: session.open, notices: [] };
  try {
    const open = await readTable(
      session,
      await resolveFile(dataset.file, session.options.home, true),
      dataset.reading,
    );
    if (open.table.hash === dataset.hash) return { open, notices: [] };
    open.table.close();
    return { open: null, notices: [sourceNotice('sourceChanged', dataset.fileName)] };
  } catch {
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
  session: Session,
  { folder, record, records, progress }: KeptRun,
  open: OpenTable | null,
) {
  const run = new LiveRun(record.id, record.spec, folder, {
    progress,
    records,
    changes: record.changes,
    startedAt: record.startedAt,
    fileName: record.dataset.fileName,
    diedRunning: record.state === 'running',
  });
  run.evaluation = await folder.readEvaluation();
  const before = session.live;
  session.live = run;
  await before?.dispose();
  if (open !== session.open) replaceTable(session, open);
  const dataset =
    open === null
      ? null
      : session.state.value.dataset?.hash === open.table.hash
        ? session.state.value.dataset
        : summary(open.table);
  const plan = open === null ? null : await planSpec(open.preparer, record.spec, []);
  session.change({ dataset, spec: record.spec, plan, run: run.view() });
}
