// The content of run.json for a run.
import type { Preparation, TrainedTable } from '../../contract/model.ts';
import { endedStates, type Progress } from '../../contract/run/training.ts';
import { storageVersion } from '../../storage/damaged.ts';
import type { RunRecord } from '../../storage/runRecord.ts';
import type { Source } from '../../storage/source.ts';
import { programVersion } from '../program.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import type { LiveRun } from './liveRun.ts';

/** The record when training begins. */
export function newRunRecord(
  session: WorkspaceSession,
  run: LiveRun,
  dataset: Source,
  preparation: Preparation,
  { threads, state }: { threads: number; state: 'running' | 'paused' },
): RunRecord {
  return {
    version: storageVersion,
    id: run.id,
    spec: run.spec,
    preparation,
    dataset,
    environment: {
      chainrule: programVersion,
      node: process.version,
      platform: process.platform,
      arch: process.arch,
      isa: session.options.engine.info().isa,
      threads,
    },
    startedAt: run.startedAt,
    endedAt: null,
    ...(run.parent !== null && { parent: run.parent }),
    ...recorded({ ...run.progress, state }),
    changes: [...run.changes],
    metrics: null,
    testViews: 0,
    openedFrom: null,
    fingerprint: null,
  };
}

/** As the run's model names it. */
export function trainedTableOf({ dataset }: RunRecord): TrainedTable {
  return { name: dataset.fileName, hash: dataset.hash };
}

type Recorded = Pick<
  Progress,
  'state' | 'reason' | 'epoch' | 'step' | 'seconds' | 'best' | 'divergedAt' | 'cause'
>;

/** The part of the record that changes during a run. */
export function recorded(progress: Recorded): Recorded {
  const { state, reason, epoch, step, seconds, best, divergedAt, cause } = progress;
  return { state, reason, epoch, step, seconds, best, divergedAt, cause };
}

/** Progress of a run that is not in memory; values that only a running run knows are zero. */
export function progressOf(record: RunRecord, state: Progress['state'], epoch: number): Progress {
  const ended = endedStates.includes(state);
  return {
    ...recorded(record),
    state,
    epoch: ended ? record.epoch : epoch,
    epochs: record.spec.training.epochs,
    stepsPerEpoch: 0,
    rowsPerSecond: 0,
    learningRate: null,
    secondsLeft: null,
    updateRatios: null,
  };
}
