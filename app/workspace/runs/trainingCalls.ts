// Starts, controls and ends the current run. Data flows one way: rows -> matrices -> engine; the engine returns snapshots, and
// at the end the best weights, which are scored and saved.

import type { ModelRef } from '../../contract/fileRef.ts';
import { AppError } from '../../contract/issues/errors.ts';
import { limits } from '../../contract/limits.ts';
import type { Preparation } from '../../contract/model.ts';
import type { KeptSearch } from '../../contract/run/search.ts';
import {
  type Change,
  type Checkpoint,
  type DivergenceCause,
  type EpochRecord,
  endedStates,
  type Progress,
} from '../../contract/run/training.ts';
import { withDrawnWeights } from '../../contract/spec/layers.ts';
import type { OptimizerSpec } from '../../contract/spec/optimizers.ts';
import type { RunSpec } from '../../contract/spec/spec.ts';
import { farCell } from '../../dataset/preparation/farCell.ts';
import { rowValue } from '../../dataset/table/rowName.ts';
import { decodeCheckpoint, encodeCheckpoint } from '../../export/checkpoint.ts';
import { encodeModel } from '../../export/encodeModel.ts';
import { rounded } from '../../export/rounding.ts';
import { withoutOff } from '../../model/switchedOff.ts';
import { refuseOfOthers } from '../../storage/lock.ts';
import { RunFolder } from '../../storage/runFolder.ts';
import type { RunRecord } from '../../storage/runRecord.ts';
import { readyProgress } from '../../training/readyProgress.ts';
import type { RunStore } from '../../training/runStore.ts';
import { Training } from '../../training/training.ts';
import { refuseEnsemble } from '../ensemble/refuseEnsemble.ts';
import { createEnsemble, dropUnended } from '../ensemble/startEnsemble.ts';
import {
  givenBy,
  inPrecision,
  originOf,
  refuseOtherClasses,
  refuseOtherNetwork,
  withColumnsOf,
} from '../models/trainFrom.ts';
import { engineParts, engineSettings } from '../spec/engineConfig.ts';
import { type OpenTable, sourceOf } from '../table/openTable.ts';
import { planSpec, refuseBlocked, targetNeeded } from '../table/planSpec.ts';
import { type PreparedData, preparedBy } from '../table/prepareData.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { endRun, type Trained } from './endRun.ts';
import { settingsByFolds } from './epochsByFolds.ts';
import { LiveRun } from './liveRun.ts';
import { newRunRecord, recorded, trainedTableOf } from './runRecord.ts';
import { closeUnbegun } from './unbegunRun.ts';

export interface StartOptions {
  threads?: number | undefined;
  out?: string | undefined;
  changes?: Change[] | undefined;
  from?: ModelRef | undefined;
  paused?: boolean | undefined;
  /** The search that found the spec, kept in the run's folder. */
  search?: KeptSearch | undefined;
}

/** Trains the workspace's spec on its table as a new run; waits for a run that is being scored. Of two simultaneous calls one
 *  starts a run and the other is refused. */
export async function startTraining(
  session: WorkspaceSession,
  options: StartOptions,
): Promise<{ runId: string }> {
  if (session.live?.scoring) await session.live.scored();
  await closeUnbegun(session);
  session.refuseBusy();
  session.beginning = true;
  try {
    return await beginRun(session, options);
  } finally {
    session.beginning = false;
  }
}

async function beginRun(
  session: WorkspaceSession,
  { threads, out, changes, from, search, paused = false }: StartOptions,
): Promise<{ runId: string }> {
  const { open } = session;
  const edited = session.state.value.spec;
  if (open === null)
    throw new AppError('dataset_needed', 'There is no table to train on; open a file first.');
  if (edited === null) throw targetNeeded();
  const origin = from === undefined ? null : await originOf(session, from);
  // The model's weights take the place of those set by hand.
  const whole = origin === null ? edited : withDrawnWeights(withColumnsOf(edited, origin.model));
  const spec = withoutOff(whole);
  if (paused) refuseEnsemble(spec, 'step');
  if (origin !== null) refuseEnsemble(spec, 'begin');
  if (changes !== undefined && changes.length > 0) refuseEnsemble(spec, 'change');
  if (origin !== null) refuseOtherNetwork(open.table, spec, origin);
  const plan = await planSpec(open.preparer, whole, []);
  refuseBlocked(plan);
  for (const { optimizer } of changes ?? []) refuseOtherOptimizer(spec.training.optimizer, optimizer);
  if (origin !== null) {
    const { split } = await open.preparer.prepare(preparedBy(spec));
    await refuseOtherClasses(open.table, origin, split);
  }

  const folder = await RunFolder.create(out === undefined ? { home: session.options.home } : { out });
  const run = new LiveRun(folder.id, spec, folder, {
    progress: readyProgress(spec.training.epochs),
    records: [],
    changes: changes ?? [],
    startedAt: new Date().toISOString(),
    fileName: open.table.fileName,
    parent: origin?.parent ?? null,
    given: origin && givenBy(origin.model, spec, plan.rows),
  });
  run.sourceChanged = await session.sourceChanged();
  try {
    if (origin !== null) await folder.writeInitial(encodeModel({ ...origin.model, metrics: null }));
    if (search !== undefined) await folder.writeSearch(search);
    await beginTraining(session, run, open, { threads, ready: paused });
  } catch (error) {
    await folder.discard();
    throw error;
  }
  return { runId: run.id };
}

/** Continues an interrupted run from its last checkpoint, or from the start if it has none. */
export async function resumeInterrupted(
  session: WorkspaceSession,
  run: LiveRun,
  how: Pick<Beginning, 'threads' | 'waits'> = {},
): Promise<void> {
  const { open } = session;
  if (open === null)
    throw new AppError('dataset_needed', 'The table this run was trained on is not open; open it to go on.');
  await run.folder.lock();
  run.evaluation = null;
  if (run.spec.training.ensemble !== undefined) {
    await dropUnended(run);
    await beginTraining(session, run, open, how);
    return;
  }
  const checkpoint = await lastCheckpoint(run.folder);
  await run.folder.truncateHistory(checkpoint?.epoch ?? 0);
  await beginTraining(session, run, open, { ...how, checkpoint });
}

/** The newest complete checkpoint: if a process died while writing one, the one before it. */
async function lastCheckpoint(folder: RunFolder): Promise<Checkpoint | null> {
  for (const { path, bytes } of await folder.readCheckpoints()) {
    try {
      return decodeCheckpoint(bytes, path);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
    }
  }
  return null;
}

interface Beginning {
  /** Undefined: the engine decides. */
  threads?: number | undefined;
  /** The checkpoint to continue from; null: from the start. */
  checkpoint?: Checkpoint | null;
  /** Whether the run stays paused. */
  waits?: boolean;
  /** Whether a new run waits for its first step. */
  ready?: boolean;
}

export async function beginTraining(
  session: WorkspaceSession,
  run: LiveRun,
  open: OpenTable,
  beginning: Beginning,
) {
  session.change({ activity: { kind: 'preparing', fileName: open.table.fileName, fraction: null } });
  try {
    const { progress } = run;
    const pace = session.state.value.pace;
    const create = run.spec.training.ensemble === undefined ? createTraining : createEnsemble;
    const { training, trained } = await create(session, run, open, { ...beginning, pace }, () =>
      announce(session, run),
    );
    // Named on disk before its first step: a backend that dies in its first moments finds it again.
    await session.keep(session.state.value.spec, run.id);
    const before = session.live;
    session.live = run;
    if (before !== null && before !== run) await before.close();
    if (beginning.ready && 'waits' in training)
      training.wait({ ...progress, stepsPerEpoch: stepsPerEpoch(run.spec, trained.split) }, 'ready');
    session.change({ run: run.view(), activity: null });
    void training.ended.then(() => endRun(session, run, trained));
    if (beginning.waits) training.wait(progress);
    else if (!beginning.ready) training.start();
  } finally {
    if (session.state.value.activity !== null) session.change({ activity: null });
  }
}

function stepsPerEpoch({ training: { batchSize } }: RunSpec, { train }: Trained['split']): number {
  return batchSize === 'full' ? 1 : Math.ceil(train.length / batchSize);
}

/** Gives a run its training, which has not begun, and writes its record. The run need not be the current one. */
export async function createTraining(
  session: WorkspaceSession,
  run: LiveRun,
  open: OpenTable,
  {
    threads,
    checkpoint = null,
    waits = false,
    ready = false,
    pace = null,
  }: Beginning & { pace?: number | null },
  onChange: () => void,
): Promise<{ training: Training; trained: Trained }> {
  const { spec } = run;
  const { engine, restore } = session.options;
  const prepared = await open.preparer.prepare(preparedBy(spec));
  const preparation = run.given?.preparation ?? needPreparation(prepared);
  const { split } = prepared;
  const initial = run.given?.initial;
  const far = await divergingCell(open, { ...prepared, preparation });
  const usedThreads = threads ?? engine.info().threads;
  const ground = { spec, table: open.table, split, preparation, settings: engineSettings(spec, preparation) };
  const settings = await settingsByFolds(engine, ground, usedThreads);
  const engineRun = engine.createRun({
    ...settings,
    ...(await engineParts(engine, open.table, preparation, { spec, split })),
    threads: usedThreads,
    changes: [...run.changes],
    ...(initial === undefined ? {} : { initialLayers: inPrecision(initial, spec.training.precision) }),
    ...(checkpoint === null ? {} : { checkpoint }),
    // The terminal never goes back to a checkpoint.
    ...(restore ? { history: limits.checkpointHistory } : {}),
  });
  const state = waits || ready ? 'paused' : 'running';
  const record = newRunRecord(session, run, sourceOf(open), preparation, { threads: usedThreads, state });
  await run.folder.writeRun(record);
  const training = new Training(engineRun, runStore(run, preparation, record), {
    epochs: settings.epochs,
    earlier: checkpoint === null ? [] : run.records.filter(({ epoch }) => epoch <= checkpoint.epoch),
    earlierChanges: run.changes,
    earlierSeconds: checkpoint === null ? 0 : run.progress.seconds,
    pace,
    farCell: far,
    onChange,
  });
  run.training = training;
  return { training, trained: { table: open.table, split, preparation, record } };
}

/** The cell that a divergence comes from, if there is one. */
async function divergingCell(
  { table }: OpenTable,
  { preparation, split }: PreparedData,
): Promise<DivergenceCause | null> {
  if (preparation === null) return null;
  const found = await farCell(table, preparation, [split.train, split.validation]);
  if (found === null) return null;
  const { column, value, isTarget } = found;
  return { kind: 'farCell', index: 0, value, column, row: rowValue(table, found.row), isTarget };
}

function needPreparation({ preparation, issues }: PreparedData): Preparation {
  if (preparation !== null) return preparation;
  const issue = issues.find(({ severity }) => severity === 'error');
  const reason = issue?.message ?? 'The table cannot be prepared.';
  throw new AppError('spec_refused', reason, {
    ...issue?.values,
    reason,
    ...(issue !== undefined && { issue: issue.code }),
  });
}

function runStore(run: LiveRun, preparation: Preparation, record: RunRecord): RunStore {
  return {
    appendHistory: (records: EpochRecord[]) => run.folder.appendHistory(records),
    saveProgress: (progress: Progress, changes: readonly Change[]) =>
      run.folder.writeRun({ ...record, ...recorded(progress), changes: [...changes] }),
    async forget() {
      await run.folder.truncateHistory(0);
      await run.folder.removeCheckpoints();
    },
    async saveCheckpoint(checkpoint: Checkpoint) {
      await run.folder.writeCheckpoint(encodeCheckpoint(checkpoint));
      const members = [rounded(checkpoint.bestLayers)];
      const table = trainedTableOf(record);
      await run.folder.writeBest(encodeModel({ spec: run.spec, preparation, members, metrics: null, table }));
    },
  };
}

/** Pages learn of new epochs through the run's own stream, and of the workspace only when its state changed. */
function announce(session: WorkspaceSession, run: LiveRun) {
  const shown = session.state.value.run;
  const view = run.view();
  const same =
    shown?.id === run.id &&
    shown.progress.state === view.progress.state &&
    shown.notSaved?.message === view.notSaved?.message &&
    shown.changes.length === view.changes.length;
  run.changed(!same);
  if (session.live === run && !same) session.change({ run: view });
}

/** Throws AppError run_not_running, and folder_in_use for a run of another process, which this one cannot steer. */
export async function steerTraining(
  session: WorkspaceSession,
  command: (run: LiveRun) => Promise<void> | void,
) {
  const run = session.live;
  if (run === null || run.settled) refuseNotRunning();
  if (run.training === null) await refuseOfOthers(run.folder.path);
  await command(run);
  return { revision: session.state.value.revision };
}

export async function resumeTraining(session: WorkspaceSession, run: LiveRun) {
  if (run.training === null) await resumeInterrupted(session, run);
  else run.training.start();
}

/** Also ends an interrupted run: its best weights up to the checkpoint are scored and saved. */
export async function stopTraining(session: WorkspaceSession, run: LiveRun) {
  if (run.training === null) await resumeInterrupted(session, run);
  run.training?.stop();
}

/** Throws AppError spec_refused where the run could not have begun with this change. */
export async function changeTraining(session: WorkspaceSession, run: LiveRun, change: Omit<Change, 'step'>) {
  const { open } = session;
  if (run.training === null || open === null) return refuseNotRunning();
  refuseEnsemble(run.spec, 'change');
  refuseOtherOptimizer(run.spec.training.optimizer, change.optimizer);
  const settings = [...run.changes, change].map(({ optimizer, batchSize }) => ({
    ...(optimizer !== undefined && { optimizer }),
    ...(batchSize !== undefined && { batchSize }),
  }));
  const training = Object.assign({}, run.spec.training, ...settings);
  refuseBlocked(await planSpec(open.preparer, { ...run.spec, training }, []));
  if ('change' in run.training) run.training.change(change);
}

/** The state of one optimizer is of no use to another. */
export function refuseOtherOptimizer(before: OptimizerSpec, next: OptimizerSpec = before) {
  const grown = before.type === 'lbfgs' && next.type === 'lbfgs' && before.historySize !== next.historySize;
  if (next.type === before.type && !grown) return;
  const [setting, expected, found] = grown
    ? ['historySize', before.historySize, next.historySize]
    : ['type', before.type, next.type];
  const sentence = `A run cannot change its optimizer's ${setting}, here ${expected}; ${found} needs a new run. All other settings can be changed.`;
  const values = { option: `optimizer.${setting}`, expected: String(expected), found: String(found) };
  throw new AppError('option_invalid', sentence, values);
}

/** Also applies to later runs. */
export function paceTraining(
  session: WorkspaceSession,
  epochsPerSecond: number | null,
): { revision: number } {
  session.live?.training?.setPace(epochsPerSecond);
  return session.change({ pace: epochsPerSecond });
}

/** An ended run that is being scored can no longer be rewound. */
export async function rewindTraining(session: WorkspaceSession, run: LiveRun) {
  refuseEnsemble(run.spec, 'rewind');
  if (endedStates.includes(run.progress.state)) refuseNotRunning();
  if (run.training === null) await resumeInterrupted(session, run);
  if (run.training !== null && 'rewind' in run.training) run.training.rewind();
}

/** Steps or epochs of one network. Throws AppError ensemble_unsuited. */
export function stepTraining(
  { spec, training }: LiveRun,
  { unit, times }: { unit: 'batch' | 'epoch'; times?: number | undefined },
): void {
  refuseEnsemble(spec, 'step');
  if (training !== null && 'step' in training) training.step(unit, times);
}

/** Throws AppError run_not_running. */
export function refuseNotRunning(): never {
  throw new AppError('run_not_running', 'No run is in progress; press Train to start one.');
}
