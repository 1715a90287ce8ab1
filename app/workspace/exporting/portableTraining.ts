// What a program needs to repeat the training of a run: its record, the rows of its table, the weights that it began from. The open table is
// used where it is the run's, else the run's file is read.
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModelRef } from '../../contract/fileRef.ts';
import { AppError } from '../../contract/issues/errors.ts';
import type { Floats, LayerWeights, Model } from '../../contract/model.ts';
import { memberPlaces } from '../../contract/spec/ensemble.ts';
import { splitOfMember } from '../../dataset/split/ensembleFolds.ts';
import { decodeModel } from '../../export/decodeModel.ts';
import type { PortableTraining } from '../../export/portable/portableTraining.ts';
import { RunFolder } from '../../storage/runFolder.ts';
import type { RunRecord } from '../../storage/runRecord.ts';
import { memberSpec } from '../ensemble/memberRows.ts';
import { initialWeights } from '../insight/weightsOf.ts';
import { inPrecision } from '../models/trainFrom.ts';
import { settingsByFolds } from '../runs/epochsByFolds.ts';
import { findRun } from '../runs/runList.ts';
import { engineSettings } from '../spec/engineConfig.ts';
import { readTable } from '../table/datasetCalls.ts';
import { filesOf, resolveFile } from '../table/fileRef.ts';
import { type Ground, groundOn } from '../table/ground.ts';
import type { OpenTable } from '../table/openTable.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';

/** Undefined where `ref` is a model without a run. Throws AppError export_unsuited, spec_refused, source_changed, and what reading a
 *  table throws. */
export async function portableTraining(
  session: WorkspaceSession,
  ref: ModelRef,
  model: Model,
): Promise<PortableTraining | undefined> {
  const folder = await folderOf(session, ref);
  if (folder === null) return undefined;
  const record = await folder.readRun();
  refuseOther(record);
  const open = await tableOf(session, record);
  try {
    return await trainingOn(session, open, { folder, record, model });
  } finally {
    if (open !== session.open) open.table.close();
  }
}

async function folderOf(session: WorkspaceSession, ref: ModelRef): Promise<RunFolder | null> {
  if (ref.kind === 'run')
    return session.live?.id === ref.id
      ? session.live.folder
      : (await findRun(session.options.home, ref.id)).folder;
  const { path } = await resolveFile(ref, session.options);
  const found = await stat(join(path, 'run.json')).catch(() => null);
  return found === null ? null : RunFolder.open(path);
}

/** Throws AppError export_unsuited for what the program would not repeat. */
function refuseOther({ parent, changes, dataset }: RunRecord): void {
  if (parent?.from === 'checkpoint')
    throw unsuited(
      'branch',
      "the run goes on from a checkpoint of another one. Export that run, or train this one's settings from the beginning",
    );
  if (changes.length > 0)
    throw unsuited(
      'changes',
      'settings were changed while it trained. Train again with the settings that it ended with, and export that run',
    );
  if (dataset.files.length > 0)
    throw unsuited(
      'files',
      'its table is joined from several files. Join them into one file, train on that, and export that run',
    );
}

function unsuited(why: string, reason: string): AppError {
  const sentence = `This training cannot be written as a program: ${reason}.`;
  return new AppError('export_unsuited', sentence, { format: 'PyTorch', why, found: '', limit: 0 });
}

async function tableOf(session: WorkspaceSession, { dataset }: RunRecord): Promise<OpenTable> {
  if (session.open?.table.hash === dataset.hash) return session.open;
  const open = await readTable(session, await filesOf(dataset, session.options.home), dataset.reading).catch(
    (error: unknown) => {
      throw error instanceof AppError
        ? unsuited(
            'rows',
            `its table ${dataset.fileName} cannot be read. Put it where it was, or open it on the page`,
          )
        : error;
    },
  );
  if (open.table.hash === dataset.hash) return open;
  open.table.close();
  throw unsuited(
    'rows',
    `its table ${dataset.fileName} has changed since. Open the table that it was trained on, or train again on the changed one`,
  );
}

async function trainingOn(
  session: WorkspaceSession,
  open: OpenTable,
  run: { folder: RunFolder; record: RunRecord; model: Model },
): Promise<PortableTraining> {
  const { table } = open;
  const { record, model } = run;
  if (table.container !== 'text' && table.container !== 'gzip')
    throw unsuited(
      'container',
      `its table ${table.fileName} is no text file. Save it as CSV, train on that, and export that run`,
    );
  const ground = await groundOn(open, record.spec);
  const { train, validation, test } = ground.split;
  return {
    rows: { train, validation, test },
    ...(await networksOf(session, ground, run)),
    ending: await endingByFolds(session, ground, model),
    table: {
      name: table.fileName,
      hash: table.hash,
      dialect: table.dialect,
      reading: table.reading,
      columns: table.columns.map(({ name }) => name),
    },
    record: newRecord(record, model),
  };
}

/** One network, or those of an ensemble, with the weights that they begin from. */
async function networksOf(
  session: WorkspaceSession,
  { split, preparation }: Ground,
  run: { folder: RunFolder; record: RunRecord; model: Model },
): Promise<Pick<PortableTraining, 'starts' | 'folds' | 'networks'>> {
  const { spec } = run.record;
  const { ensemble } = spec.training;
  if (ensemble === undefined) {
    const networks = [{ seed: spec.seed, start: 0, fold: null }];
    return { starts: [await beginning(session, run)], folds: [], networks };
  }
  const seeds = Array.from({ length: ensemble.seeds }, (_, seed) => memberSpec(spec, { seed, fold: 0 }));
  return {
    starts: seeds.map((own) => initialWeights(session, engineSettings(own, preparation))),
    folds: (split.folds ?? []).map((_, fold) => {
      const { train, validation } = splitOfMember(split, fold);
      return { train, validation };
    }),
    networks: memberPlaces(ensemble).map(({ seed, fold }) => ({
      seed: seeds[seed]!.seed,
      start: seed,
      fold,
    })),
  };
}

/** Undefined where the spec itself says how many epochs there are. */
async function endingByFolds(
  { options: { engine } }: WorkspaceSession,
  ground: Ground,
  { preparation }: Model,
): Promise<PortableTraining['ending']> {
  const { epochFolds, ensemble } = ground.spec.training;
  if (epochFolds === undefined || ensemble !== undefined) return undefined;
  const settings = engineSettings(ground.spec, preparation);
  const found = await settingsByFolds(engine, { ...ground, preparation, settings }, engine.info().threads);
  const { epochs, patience, stopping } = found;
  return { epochs, patience, stopping };
}

/** The weights before the first step: those of the seed, or of the model that the run began from. */
async function beginning(
  session: WorkspaceSession,
  { folder, record: { spec }, model }: { folder: RunFolder; record: RunRecord; model: Model },
): Promise<LayerWeights<Floats>[]> {
  const given = await folder.readInitial();
  if (given === null) return initialWeights(session, engineSettings(spec, model.preparation));
  const [layers] = decodeModel(given, folder.path).members;
  return inPrecision(layers!, spec.training.precision);
}

/** Of a run that has not begun: the program fills in what comes of it. */
function newRecord({ parent: _, ...record }: RunRecord, { preparation }: Model): RunRecord {
  return {
    ...record,
    preparation,
    state: 'finished',
    reason: null,
    epoch: 0,
    step: 0,
    seconds: 0,
    best: null,
    divergedAt: null,
    cause: null,
    metrics: null,
    testViews: 0,
    openedFrom: null,
    fingerprint: null,
  };
}
