// Runs that are kept on disk: listing them, comparing them, and a person's notes on them.
import { AppError } from '../../contract/issues/errors.ts';
import { inputNames, outputCount, targetUnit } from '../../contract/model.ts';
import { meanHistory } from '../../contract/run/memberHistory.ts';
import {
  type ComparedRun,
  type EpochRecord,
  endedStates,
  type Progress,
  type RunFinding,
  type RunNotes,
  type RunSummary,
} from '../../contract/run/training.ts';
import type { Monitor } from '../../contract/spec/stopping.ts';
import { severalTargets, targetNames } from '../../dataset/table/targets.ts';
import { layerShapes, networkOf } from '../../model/network.ts';
import { isGone } from '../../storage/damaged.ts';
import { isLocked } from '../../storage/lock.ts';
import { RunFolder } from '../../storage/runFolder.ts';
import { readRunNotes, writeRunNotes } from '../../storage/runNotes.ts';
import type { RunRecord } from '../../storage/runRecord.ts';
import { listRuns, surveyRuns } from '../../storage/runs.ts';
import { inBackground } from '../bugs.ts';
import { progressOf } from './runRecord.ts';

/** Most rows of the list; older runs stay on disk. */
const listedRuns = 500;
const curvePoints = 60;
const comparedPoints = 1_000;

/** Newest first. */
export async function listRunSummaries(home: string): Promise<RunSummary[]> {
  const listed = (await listRuns(home)).sort((a, b) => b.startedAt.localeCompare(a.startedAt));
  const summaries: RunSummary[] = [];
  for (const run of listed.slice(0, listedRuns)) {
    // A run that cannot be read does not prevent listing the others.
    await inBackground('while a run was listed', async () => {
      summaries.push(summarizeRun(await readKept(run.folder, run.id)));
    });
  }
  return summaries;
}

/** What the list of runs does not show by itself. */
export async function listRunFindings(home: string): Promise<RunFinding[]> {
  const { runs, newer } = await surveyRuns(home);
  const copies = runs.flatMap(({ id, copyOf }) =>
    copyOf === null
      ? []
      : [
          {
            kind: 'copy' as const,
            message: `The folder ${id} is a copy of the run ${copyOf}: it is listed as a run of its own.`,
            values: { folder: id, run: copyOf },
          },
        ],
  );
  const tooNew = newer.map(({ folder, version }) => ({
    kind: 'newer' as const,
    message: `The run in ${folder} was written by a newer Chainrule (format ${version}): it is not listed, and left as it is.`,
    values: { folder, version },
  }));
  return [...copies, ...tooNew];
}

/** Throws AppError run_not_found. */
export async function findRun(home: string, runId: string): Promise<KeptRun> {
  const listed = (await listRuns(home)).find(({ id }) => id === runId);
  if (listed === undefined) throw noRun(runId);
  return readKept(listed.folder, listed.id);
}

function noRun(run: string): AppError {
  return new AppError('run_not_found', `There is no run ${run}.`, { run });
}

export async function compareRuns(home: string, runIds: string[]): Promise<ComparedRun[]> {
  const compared: ComparedRun[] = [];
  for (const runId of runIds) {
    const kept = await findRun(home, runId);
    const { record } = kept;
    const records = meanHistory(kept.records);
    const stride = Math.max(1, Math.ceil(records.length / comparedPoints));
    const last = records.length - 1;
    compared.push({
      summary: summarizeRun(kept),
      spec: record.spec,
      changes: record.changes,
      stepsPerEpoch: record.epoch > 0 ? Math.round(record.step / record.epoch) : 0,
      records: records.filter((_, index) => index % stride === 0 || index === last).slice(-comparedPoints),
    });
  }
  return compared;
}

/** Saves the given notes; the others stay. */
export async function noteRun(home: string, runId: string, notes: Partial<RunNotes>): Promise<RunSummary> {
  const kept = await findRun(home, runId);
  const written = { ...kept.notes, ...notes };
  try {
    await writeRunNotes(kept.folder.path, written);
  } catch (error) {
    // Another process may have deleted it at the same time.
    throw (await isGone(kept.folder.path)) ? noRun(runId) : error;
  }
  return summarizeRun({ ...kept, notes: written });
}

export interface KeptRun {
  folder: RunFolder;
  record: RunRecord;
  notes: RunNotes;
  /** Of an ensemble: of each of its networks. */
  records: EpochRecord[];
  progress: Progress;
}

/** `id`: what the run is called here, if it is a copy of another one; else the id in its folder. */
export async function readKept(path: string, id?: string): Promise<KeptRun> {
  const folder = await RunFolder.open(path);
  const read = await folder.readRun();
  const record = { ...read, id: id ?? read.id };
  const records = await folder.readHistory();
  const progress = await keptProgress(folder, record, records);
  return { folder, record, notes: await readRunNotes(path), records, progress };
}

/** A run with the state running that no living process holds was interrupted. So was an ended one without a fingerprint: earlier
 *  versions wrote the state before the weights. */
async function keptProgress(folder: RunFolder, record: RunRecord, records: EpochRecord[]): Promise<Progress> {
  if (endedStates.includes(record.state) && record.fingerprint !== null)
    return progressOf(record, record.state, record.epoch);
  const state = (await isLocked(folder.path)) ? 'running' : 'interrupted';
  const history = meanHistory(records);
  const epoch = history[history.length - 1]?.epoch ?? 0;
  return {
    ...progressOf(record, state, epoch),
    best: bestOf(history, record.spec.training.stopping.monitor),
  };
}

/** The best epoch by the monitored value, in the engine's form. */
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

export function summarizeRun({ record, notes, records: all, progress }: KeptRun): RunSummary {
  const records = meanHistory(all);
  const { data, training, seed } = record.spec;
  const stride = Math.max(1, Math.ceil(records.length / curvePoints));
  return {
    id: record.id,
    ...notes,
    fileName: record.dataset.fileName,
    target: targetNames(data).join(', '),
    task: data.task,
    ...targetUnit(record.preparation?.target),
    ...severalTargets(data),
    startedAt: record.startedAt,
    parent: record.parent ?? null,
    state: progress.state,
    epoch: progress.epoch,
    best: progress.best,
    ...sizesOf(record),
    optimizer: training.optimizer,
    seed,
    metrics: record.metrics,
    testViews: record.testViews,
    curve: records
      .filter((_, index) => index % stride === 0)
      .map(({ validationLoss, trainLoss }) => validationLoss ?? trainLoss),
  };
}

function sizesOf({ spec, preparation }: RunRecord): Pick<RunSummary, 'widths' | 'parameters'> {
  const hidden = spec.model.layers.map(({ units }) => units);
  if (preparation === null) return { widths: hidden, parameters: null };
  const inputs = inputNames(preparation).length;
  const outputs = outputCount(preparation.target);
  const shapes = layerShapes(networkOf(spec, inputs, outputs));
  const parameters = shapes.reduce((sum, shape) => sum + shape.parameters, 0);
  return { widths: [inputs, ...hidden, outputs], parameters };
}
