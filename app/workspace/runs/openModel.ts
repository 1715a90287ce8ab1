// Opens a trained model as a run: the kept run that made it if there is one, else a new run with the file's weights, evaluated
// on the open table. This must be the table that the model was trained on: with other rows, split and preparation would differ,
// and every number shown would belong to a different network.
import { AppError } from '../../contract/issues/errors.ts';
import { type Model, type Preparation, preparationSchema } from '../../contract/model.ts';
import type { RunSpec } from '../../contract/spec/spec.ts';
import { fingerprint } from '../../export/fingerprint.ts';
import { encodeModel } from '../../export/safetensors.ts';
import { RunFolder } from '../../storage/runFolder.ts';
import type { RunRecord } from '../../storage/runRecord.ts';
import { listRuns } from '../../storage/runs.ts';
import { readyProgress } from '../../training/readyProgress.ts';
import { readAs } from '../spec/specCalls.ts';
import type { ChosenFile } from '../table/fileRef.ts';
import { type Ground, groundOn } from '../table/ground.ts';
import type { OpenTable } from '../table/openTable.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { LiveRun } from './liveRun.ts';
import { readModel } from './readModel.ts';
import { openRun } from './runCalls.ts';
import { newRunRecord } from './runRecord.ts';
import { evaluateRun } from './score.ts';

/** Throws AppError run_busy, model_damaged, model_version_newer, model_needs_table, columns_do_not_fit, model_other_table. */
export async function openModel(session: WorkspaceSession, file: ChosenFile): Promise<{ runId: string }> {
  session.refuseBusy();
  const model = await readModel(file.path);
  const runId = (await runThatMade(session, model)) ?? (await newRun(session, model, file.fileName));
  await openRun(session, runId);
  return { runId };
}

/** A kept run with the same spec and bit-identical weights. */
async function runThatMade(session: WorkspaceSession, model: Model): Promise<string | null> {
  const [bits, spec] = [fingerprint(model.layers), JSON.stringify(model.spec)];
  for (const { id, folder } of await listRuns(session.options.home)) {
    const record = await (await RunFolder.open(folder)).readRun();
    if (record.fingerprint === bits && JSON.stringify(record.spec) === spec) return id;
  }
  return null;
}

async function newRun(session: WorkspaceSession, model: Model, fileName: string): Promise<string> {
  const { open } = session;
  if (open === null) throw needsTable(model, fileName);
  const ground = await groundOfModel(open, model, fileName);
  const folder = await RunFolder.create({ home: session.options.home });
  try {
    const { engine } = session.options;
    const { spec, preparation, split, table } = ground;
    const { layers } = model;
    const evaluation = await evaluateRun(
      engine,
      { runId: folder.id, spec, preparation, layers, baselines: model.baselines ?? null },
      table,
      split,
    );
    await folder.writeBest(encodeModel({ ...model, metrics: evaluation.metrics }));
    await folder.writeEvaluation(evaluation);
    const run = new LiveRun(folder.id, spec, folder, {
      progress: { ...readyProgress(spec.training.epochs), state: 'finished' },
      records: [],
      changes: [],
      startedAt: new Date().toISOString(),
      fileName: open.table.fileName,
    });
    const record: RunRecord = {
      ...newRunRecord(session, run, open, preparation, { threads: engine.info().threads, state: 'running' }),
      state: 'finished',
      endedAt: run.startedAt,
      metrics: evaluation.metrics,
      testViews: model.testViews ?? 0,
      fingerprint: evaluation.fingerprint,
      openedFrom: fileName,
    };
    await folder.writeRun(record);
    await folder.release();
  } catch (error) {
    await folder.discard();
    throw error;
  }
  return folder.id;
}

/** The model's spec on the open table; the table's preparation must equal the model's. */
async function groundOfModel(open: OpenTable, model: Model, fileName: string): Promise<Ground> {
  const missing = usedColumns(model.spec).filter(
    (name) => !open.table.columns.some((column) => column.name === name),
  );
  if (missing.length > 0)
    throw new AppError(
      'columns_do_not_fit',
      `${fileName} reads the columns ${missing.slice(0, 8).join(', ')}, which ${open.table.fileName} does not have; open the table it was trained on.`,
      { missing: missing.slice(0, 8).join(', ') },
    );
  const ground = await groundOn(open, onTable(open, model.spec)).catch((error: unknown) => {
    // A table that cannot be trained with this spec is not the table that the model was trained on.
    if (error instanceof AppError && error.code === 'spec_refused') throw otherTable(open, fileName);
    throw error;
  });
  if (samePreparation(ground.preparation, model.preparation)) return ground;
  throw otherTable(open, fileName);
}

function usedColumns({ data }: RunSpec): string[] {
  return data.columns.filter(({ role }) => role !== 'ignored').map(({ name }) => name);
}

/** The spec with the table's columns: those that the spec does not name are ignored. */
function onTable(open: OpenTable, spec: RunSpec): RunSpec {
  const named = new Map(spec.data.columns.map((column) => [column.name, column]));
  const columns = open.table.columns.map(
    ({ name, type }) => named.get(name) ?? { name, type, role: 'ignored' as const },
  );
  return { ...spec, data: readAs(open, { ...spec.data, columns }) };
}

/** Ignores the order of keys. */
function samePreparation(one: Preparation, other: Preparation): boolean {
  const written = (preparation: Preparation) => JSON.stringify(preparationSchema.parse(preparation));
  return written(one) === written(other);
}

function needsTable({ spec }: Model, file: string): AppError {
  const columns = usedColumns(spec).slice(0, 8).join(', ');
  return new AppError(
    'model_needs_table',
    `${file} is a trained model: open the table it was trained on (with the columns ${columns}) first, then open the model.`,
    { file, columns },
  );
}

function otherTable({ table }: OpenTable, file: string): AppError {
  return new AppError(
    'model_other_table',
    `${file} was trained on different rows from those in ${table.fileName}: open the table it was trained on. For other tables use "chainrule predict" and "chainrule evaluate" in the terminal.`,
    { file, table: table.fileName },
  );
}
