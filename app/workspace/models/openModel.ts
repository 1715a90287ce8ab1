// Opens a trained model as a run: the kept run that made it if there is one, else a new run with the file's weights. On the table
// that it was trained on it has its training, validation and test rows; on another one all rows are new to it (shownModel.ts);
// without a table it can be looked into.
import { randomBytes } from 'node:crypto';
import type { Model } from '../../contract/model.ts';
import { encodeModel } from '../../export/encodeModel.ts';
import { modelFingerprint } from '../../export/fingerprint.ts';
import { RunFolder } from '../../storage/runFolder.ts';
import type { RunRecord } from '../../storage/runRecord.ts';
import { listRuns } from '../../storage/runs.ts';
import type { Source } from '../../storage/source.ts';
import { readyProgress } from '../../training/readyProgress.ts';
import { LiveRun } from '../runs/liveRun.ts';
import { openRun } from '../runs/runCalls.ts';
import { newRunRecord } from '../runs/runRecord.ts';
import type { ChosenFile } from '../table/fileRef.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { readModel } from './readModel.ts';
import { refuseMissing } from './shownModel.ts';

/** Throws AppError run_busy, model_damaged, model_version_newer, columns_do_not_fit, model_other_table, nothing_to_score. */
export async function openModel(session: WorkspaceSession, file: ChosenFile): Promise<{ runId: string }> {
  session.refuseBusy();
  const model = await readModel(file.path, session.options);
  const known = await runThatMade(session, model);
  if (known !== null) {
    await openRun(session, known, { table: 'open' });
    return { runId: known };
  }
  if (session.open !== null) refuseMissing(session.open.table, model.preparation, file.fileName);
  const folder = await keepModel(session, model, file.fileName);
  try {
    await openRun(session, folder.id, { table: 'open' });
  } catch (error) {
    await folder.discard();
    throw error;
  }
  return { runId: folder.id };
}

/** A kept run with the same spec and bit-identical weights. */
async function runThatMade(session: WorkspaceSession, model: Model): Promise<string | null> {
  const [bits, spec] = [modelFingerprint(model), JSON.stringify(model.spec)];
  for (const { id, folder } of await listRuns(session.options.home)) {
    const record = await (await RunFolder.open(folder)).readRun();
    if (record.fingerprint === bits && JSON.stringify(record.spec) === spec) return id;
  }
  return null;
}

/** A new run with the model's weights, which has not been evaluated yet; not locked any more. */
async function keepModel(session: WorkspaceSession, model: Model, fileName: string): Promise<RunFolder> {
  const folder = await RunFolder.create({ home: session.options.home });
  try {
    await folder.writeBest(encodeModel(model));
    await folder.writeRun(recordOf(session, folder, model, fileName));
    await folder.release();
  } catch (error) {
    await folder.discard();
    throw error;
  }
  return folder;
}

function recordOf(session: WorkspaceSession, folder: RunFolder, model: Model, fileName: string): RunRecord {
  const { spec, preparation, metrics, testViews = 0 } = model;
  const source = elsewhere(model, fileName);
  const run = new LiveRun(folder.id, spec, folder, {
    progress: { ...readyProgress(spec.training.epochs), state: 'finished' },
    records: [],
    changes: [],
    startedAt: new Date().toISOString(),
    fileName: source.fileName,
  });
  const { threads } = session.options.engine.info();
  return {
    ...newRunRecord(session, run, source, preparation, { threads, state: 'running' }),
    ...{ state: 'finished', endedAt: run.startedAt, metrics, testViews },
    fingerprint: modelFingerprint(model),
    openedFrom: fileName,
  };
}

/** The table that the model was trained on, which is not here: its name where the model says it, else the model's own. */
function elsewhere({ table, spec }: Model, fileName: string): Source {
  return {
    file: { kind: 'upload', id: randomBytes(16).toString('hex') },
    fileName: table?.name ?? fileName,
    bytes: 0,
    modified: null,
    hash: table?.hash ?? '',
    reading: spec.data.reading ?? {},
    files: [],
  };
}
