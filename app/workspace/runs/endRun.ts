// After the last step of a run: scores its best weights, saves them, and frees the engine's memory. Weights that could not be
// saved stay in memory until a person saves or discards them.
import type { Model, Preparation } from '../../contract/model.ts';
import type { EpochRecord } from '../../contract/run/training.ts';
import type { Split } from '../../dataset/split/split.ts';
import type { Table } from '../../dataset/table/table.ts';
import { modelFingerprint } from '../../export/fingerprint.ts';
import { rounded } from '../../export/rounding.ts';
import type { RunRecord } from '../../storage/runRecord.ts';
import type { Training } from '../../training/training.ts';

import { notSavedFor, reportBug } from '../bugs.ts';
import type { EnsembleTraining } from '../ensemble/ensembleTraining.ts';
import { calibrateLeftOut } from '../ensemble/trainEnsemble.ts';
import { meanInputs } from '../explaining/meanInputs.ts';
import { goldenRowsOf } from '../golden/goldenRows.ts';
import { fitBaselines } from '../scoring/baselines.ts';
import { calibrate, evaluateRun } from '../scoring/score.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import type { LiveRun } from './liveRun.ts';
import type { Outcome } from './outcome.ts';
import { recorded, trainedTableOf } from './runRecord.ts';

export interface Trained {
  table: Table;
  split: Split;
  preparation: Preparation;
  /** As it was when training began. */
  record: RunRecord;
}

/** Resolves when the run has settled: it was scored and saved, or the run says what failed. */
export async function endRun(session: WorkspaceSession, run: LiveRun, trained: Trained): Promise<void> {
  const { training } = run;
  if (training === null) return;
  try {
    await run.keep(await outcomeOf(session, run, training, trained));
  } catch (error) {
    run.failure = notSavedFor(error);
    // The weights of a run that was closed meanwhile are gone.
    if (!training.closed) reportBug(error, 'while a run ended');
  }
  await training.dispose();
  // No `await` in between: when the run's stream has ended, its scores are in the workspace.
  run.settled = true;
  runChanged(session, run);
  run.changed();
}

async function outcomeOf(
  session: WorkspaceSession,
  run: LiveRun,
  training: Training | EnsembleTraining,
  { table, split, preparation, record }: Trained,
): Promise<Outcome> {
  const { spec } = run;
  const { engine } = session.options;
  const trained = 'trained' in training ? training.trained() : null;
  const members = trained?.map(({ layers }) => layers) ?? [rounded(training.weights('best'))];
  let more: Pick<Model, 'baselines' | 'calibration' | 'meanInputs' | 'goldenRows'> = {};
  try {
    const baselines = await fitBaselines(engine, { spec, preparation }, table, split);
    const model = { spec, preparation, members };
    run.evaluation = await evaluateRun(engine, { runId: run.id, ...model, baselines }, table, split);
    const calibration =
      trained === null
        ? await calibrate(engine, model, table, split)
        : await calibrateLeftOut({ table, preparation, split }, trained);
    const goldenRows = await goldenRowsOf(engine, model, table, split);
    more = {
      ...(baselines && { baselines }),
      ...(calibration && { calibration }),
      ...(goldenRows && { goldenRows }),
      meanInputs: await meanInputs(table, preparation, split.train),
    };
  } catch (error) {
    // The weights are kept without scores.
    run.failure = notSavedFor(error);
    reportBug(error, 'while a run was scored');
  }
  const metrics = run.evaluation?.metrics ?? null;
  return {
    model: { spec, preparation, members, metrics, table: trainedTableOf(record), ...more },
    evaluation: run.evaluation,
    history: historyOf(training),
    record: {
      ...record,
      ...recorded(training.progress),
      changes: [...training.changes],
      endedAt: new Date().toISOString(),
      metrics,
      fingerprint: modelFingerprint({ members }),
    },
  };
}

/** Of an ensemble always, in the order of its networks: while they trained it was in the order of their epochs' ends. */
function historyOf(training: Training | EnsembleTraining): readonly EpochRecord[] | null {
  if ('history' in training) return training.history();
  return training.notSaved === null ? null : training.records;
}

function runChanged(session: WorkspaceSession, run: LiveRun): { revision: number } {
  const runsChanged = session.state.value.runsChanged + 1;
  return session.change(session.live === run ? { run: run.view(), runsChanged } : { runsChanged });
}

/** Saves the current run's weights if they are only in memory: to its folder, or to the new folder `out`. Throws what
 *  LiveRun.save throws. */
export async function saveUnsaved(session: WorkspaceSession, out?: string): Promise<{ revision: number }> {
  const run = session.live;
  if (run === null) return { revision: session.state.value.revision };
  try {
    await run.save(out);
  } finally {
    // The reason may be another one now.
    runChanged(session, run);
  }
  return { revision: session.state.value.revision };
}

/** Gives up weights that are only in memory. The run is closed: on disk it is an interrupted one, with its last checkpoint. */
export async function discardUnsaved(session: WorkspaceSession): Promise<{ revision: number }> {
  const run = session.live;
  if (run === null || !run.unsaved) return { revision: session.state.value.revision };
  run.discardUnsaved();
  session.live = null;
  await run.close();
  return session.change({ run: null, runsChanged: session.state.value.runsChanged + 1 });
}
