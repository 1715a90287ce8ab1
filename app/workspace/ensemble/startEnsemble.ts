// Makes the training of an ensemble's run: rows, networks that are kept from before it was interrupted, and the store in the run's folder.

import { AppError } from '../../contract/issues/errors.ts';
import type { Preparation } from '../../contract/model.ts';
import { memberPlaces } from '../../contract/spec/ensemble.ts';
import { encodeModel } from '../../export/encodeModel.ts';
import { decodeEndedMembers, type EndedMember, encodeEndedMembers } from '../../export/endedMembers.ts';
import type { RunFolder } from '../../storage/runFolder.ts';
import type { RunRecord } from '../../storage/runRecord.ts';
import { sharedThreads } from '../cohort/cohort.ts';
import type { Trained } from '../runs/endRun.ts';
import type { LiveRun } from '../runs/liveRun.ts';
import { newRunRecord, recorded, trainedTableOf } from '../runs/runRecord.ts';
import { type Ground, groundOn } from '../table/ground.ts';
import { type OpenTable, sourceOf } from '../table/openTable.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { type EnsembleStore, EnsembleTraining, type KeptMember } from './ensembleTraining.ts';
import { MemberRows } from './memberRows.ts';
import { keptMember, memberWork } from './trainEnsemble.ts';

/** Gives the run of an ensemble its training, which has not begun, and writes its record. */
export async function createEnsemble(
  session: WorkspaceSession,
  run: LiveRun,
  open: OpenTable,
  { threads = session.options.engine.info().threads }: { threads?: number | undefined },
  onChange: () => void,
): Promise<{ training: EnsembleTraining; trained: Trained }> {
  const ground = await groundOn(open, run.spec);
  const { table, split, preparation } = ground;
  const ended = await endedMembersIn(run.folder);
  const record = newRunRecord(session, run, sourceOf(open), preparation, { threads, state: 'running' });
  await run.folder.writeRun(record);
  const training = await ensembleTraining(session, run, { ground, record, threads, ended }, onChange);
  run.training = training;
  return { training, trained: { table, split, preparation, record } };
}

/** Before a run goes on: drops the epochs of networks that will train again. */
export async function dropUnended(run: LiveRun): Promise<void> {
  const ended = await endedMembersIn(run.folder);
  const kept = new Set(ended.map(({ member }) => member));
  const records = run.records.filter(({ member }) => member !== undefined && kept.has(member));
  await run.folder.writeHistory(records);
  run.keepRecords(records);
}

interface Starting {
  ground: Ground;
  record: RunRecord;
  threads: number;
  /** Networks that had ended when the run was interrupted. */
  ended: readonly EndedMember[];
}

/** Has not begun. @param run whose history is that of the ended networks */
async function ensembleTraining(
  { options: { engine } }: WorkspaceSession,
  run: LiveRun,
  { ground, record, threads, ended }: Starting,
  onChange: () => void,
): Promise<EnsembleTraining> {
  const { ensemble, epochs } = ground.spec.training;
  if (ensemble === undefined) throw new Error('The spec has no ensemble.');
  const places = memberPlaces(ensemble);
  const { atOnce, each } = sharedThreads(threads, places.length - ended.length);
  const rows = new MemberRows(ground);
  const kept = new Map<number, KeptMember>();
  for (const one of ended) {
    const trained = await keptMember(engine, rows, places[one.member]!, one.layers, threads);
    kept.set(one.member, { ended: one, trained });
  }
  return new EnsembleTraining({
    works: places.map((place, k) => (kept.has(k) ? null : memberWork(engine, rows, place, each))),
    ...{ kept, atOnce, epochs, onChange },
    earlier: run.records,
    earlierSeconds: ended.length === 0 ? 0 : run.progress.seconds,
    store: storeOf(run, ground.preparation, record),
  });
}

function storeOf(run: LiveRun, preparation: Preparation, record: RunRecord): EnsembleStore {
  return {
    appendHistory: (records) => run.folder.appendHistory(records),
    saveProgress: (progress) => run.folder.writeRun({ ...record, ...recorded(progress) }),
    async saveEnded(ended) {
      await run.folder.writeCheckpoint(encodeEndedMembers(ended));
      const members = ended.map(({ layers }) => layers);
      const table = trainedTableOf(record);
      await run.folder.writeBest(encodeModel({ spec: run.spec, preparation, members, metrics: null, table }));
    },
  };
}

/** The networks that had ended in an interrupted run; the newest complete list of them. */
async function endedMembersIn(folder: RunFolder): Promise<EndedMember[]> {
  for (const { path, bytes } of await folder.readCheckpoints()) {
    try {
      return decodeEndedMembers(bytes, path);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
    }
  }
  return [];
}
