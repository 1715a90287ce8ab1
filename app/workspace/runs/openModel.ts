// Opens a trained model as a run: the kept run that made it if there is one, else a new run with the file's weights. On the table
// that it was trained on it has its training, validation and test rows; on another one all rows are new to it (shownModel.ts);
// without a table it can be looked into.
import { randomBytes } from 'node:crypto';
import { AppError } from '../../contract/issues/errors.ts';
import { type Model, type Preparation, preparationSchema } from '../../contract/model.ts';
import type { Evaluation } from '../../contract/run/evaluation.ts';
import { fingerprint } from '../../export/fingerprint.ts';
import { encodeModel } from '../../export/safetensors.ts';
import { RunFolder } from '../../storage/runFolder.ts';
import type { RunRecord, Source } from '../../storage/runRecord.ts';
import { listRuns } from '../../storage/runs.ts';
import { readyProgress } from '../../training/readyProgress.ts';
import { onTable } from '../spec/specCalls.ts';
import type { ChosenFile } from '../table/fileRef.ts';
import { type Ground, groundOn } from '../table/ground.ts';
import { type OpenTable, sourceOf } from '../table/openTable.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { LiveRun } from './liveRun.ts';
import { readModel } from './readModel.ts';
import { openRun } from './runCalls.ts';
import { newRunRecord } from './runRecord.ts';
import { evaluateRun } from './score.ts';
import { missingColumns, refuseMissing } from './shownModel.ts';

/** Throws AppError run_busy, model_damaged, model_version_newer, columns_do_not_fit, model_other_table, nothing_to_score. */
export async function openModel(session: WorkspaceSession, file: ChosenFile): Promise<{ runId: string }> {
  session.refuseBusy();
  const model = await readModel(file.path);
  const known = await runThatMade(session, model);
  if (known !== null) {
    await openRun(session, known, { table: 'open' });
    return { runId: known };
  }
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
  const [bits, spec] = [fingerprint(model.layers), JSON.stringify(model.spec)];
  for (const { folder } of await listRuns(session.options.home)) {
    const record = await (await RunFolder.open(folder)).readRun();
    if (record.fingerprint === bits && JSON.stringify(record.spec) === spec) return record.id;
  }
  return null;
}

/** A new run with the model's weights, not locked any more. */
async function keepModel(session: WorkspaceSession, model: Model, fileName: string): Promise<RunFolder> {
  const { open } = session;
  const ground = open === null ? null : await groundOfTraining(open, model, fileName);
  if (open !== null && ground === null) refuseMissing(open.table, model.preparation, fileName);
  const folder = await RunFolder.create({ home: session.options.home });
  try {
    const evaluation = ground === null ? null : await evaluated(session, folder.id, model, ground);
    await folder.writeBest(encodeModel({ ...model, metrics: evaluation?.metrics ?? model.metrics }));
    if (evaluation !== null) await folder.writeEvaluation(evaluation);
    const source = ground === null || open === null ? elsewhere(model, fileName) : sourceOf(open);
    await folder.writeRun(recordOf(session, folder, { model, ground, evaluation, source, fileName }));
    await folder.release();
  } catch (error) {
    await folder.discard();
    throw error;
  }
  return folder;
}

function evaluated(
  session: WorkspaceSession,
  runId: string,
  { layers }: Model,
  { spec, preparation, table, split }: Ground,
): Promise<Evaluation> {
  return evaluateRun(session.options.engine, { runId, spec, preparation, layers }, table, split);
}

interface Kept {
  model: Model;
  ground: Ground | null;
  evaluation: Evaluation | null;
  source: Source;
  fileName: string;
}

function recordOf(session: WorkspaceSession, folder: RunFolder, kept: Kept): RunRecord {
  const { model, ground, evaluation, source, fileName } = kept;
  const spec = ground?.spec ?? model.spec;
  const run = new LiveRun(folder.id, spec, folder, {
    progress: { ...readyProgress(spec.training.epochs), state: 'finished' },
    records: [],
    changes: [],
    startedAt: new Date().toISOString(),
    fileName: source.fileName,
  });
  const { threads } = session.options.engine.info();
  return {
    ...newRunRecord(session, run, source, model.preparation, { threads, state: 'running' }),
    state: 'finished',
    endedAt: run.startedAt,
    metrics: evaluation?.metrics ?? model.metrics,
    testViews: model.testViews ?? 0,
    fingerprint: fingerprint(model.layers),
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

/** The model's rows on the open table, if this is the table that it was trained on; null for another table. Throws AppError
 *  model_other_table where it is that file, but read in another way. */
async function groundOfTraining(open: OpenTable, model: Model, fileName: string): Promise<Ground | null> {
  const sameFile = model.table?.hash === open.table.hash;
  const ground =
    missingColumns(open.table, model.preparation).length > 0
      ? null
      : await groundOn(open, onTable(open, model.spec)).catch((error: unknown) => {
          // A table that cannot be trained with this spec is not read as the model's table was.
          if (error instanceof AppError && error.code === 'spec_refused') return null;
          throw error;
        });
  const same = ground !== null && samePreparation(ground.preparation, model.preparation);
  if (same && (sameFile || model.table === undefined || hasFittedNumbers(model.preparation))) return ground;
  if (sameFile) throw readOtherwise(open, fileName);
  return null;
}

/** Ignores the order of keys. */
function samePreparation(one: Preparation, other: Preparation): boolean {
  const written = (preparation: Preparation) => JSON.stringify(preparationSchema.parse(preparation));
  return written(one) === written(other);
}

/** Whether equal preparations mean equal training rows: a mean or scale does, a list of levels does not. */
function hasFittedNumbers({ inputs, target }: Preparation): boolean {
  const fitted = ({ mean, scale }: { mean: number; scale: number }) => mean !== 0 || scale !== 1;
  const ofInputs = inputs.some((input) => {
    if (input.kind === 'oneHot') return false;
    return input.kind === 'date' ? input.parts.some(fitted) : fitted(input);
  });
  return ofInputs || (target.kind === 'numeric' && target.columns.some(fitted));
}

function readOtherwise({ table }: OpenTable, file: string): AppError {
  return new AppError(
    'model_other_table',
    `${file} was trained on ${table.fileName}, but the table is read in another way now, so that other rows would be its training rows: open ${table.fileName} anew, then the model.`,
    { file, table: table.fileName },
  );
}
