// A new run that starts from a checkpoint of another one, with the current settings from there on. It records its parent, and
// stays paused if the parent was paused.
import { AppError } from '../../contract/issues/errors.ts';
import type { Change } from '../../contract/run/training.ts';
import type { RunSpec } from '../../contract/spec/spec.ts';
import { withoutOff } from '../../model/switchedOff.ts';
import { RunFolder } from '../../storage/runFolder.ts';
import { readyProgress } from '../../training/readyProgress.ts';
import { refuseEnsemble } from '../ensemble/refuseEnsemble.ts';
import { planSpec, refuseBlocked } from '../table/planSpec.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { LiveRun } from './liveRun.ts';
import { beginTraining, refuseOtherOptimizer } from './trainingCalls.ts';

/** A new run from a checkpoint of the current one. Throws AppError run_needed, option_invalid for a different network or optimizer. */
export async function branchTraining(session: WorkspaceSession, step: number): Promise<{ runId: string }> {
  const before = session.live;
  if (before !== null) refuseEnsemble(before.spec, 'branch');
  const { open } = session;
  const edited = session.state.value.spec;
  const checkpoint = before?.checkpointAt(step) ?? null;
  if (before === null || checkpoint === null || open === null || edited === null)
    throw new AppError('run_needed', 'This run keeps no weights of that step; train one first.');
  const spec = withoutOff(edited);
  refuseOtherSpec(before.spec, spec);
  const changed = branchSpec(before, spec);
  refuseBlocked(await planSpec(open.preparer, { ...changed, training: spec.training }, []));
  const { state, stepsPerEpoch } = before.progress;
  await endNow(before);
  before.refuseUnsaved();
  const folder = await RunFolder.create({ home: session.options.home });
  const { epoch, best } = checkpoint;
  const earlier = before.records.filter((record) => record.epoch <= epoch);
  const run = new LiveRun(folder.id, changed, folder, {
    progress: {
      ...readyProgress(changed.training.epochs),
      epoch,
      step: checkpoint.step,
      best,
      stepsPerEpoch,
    },
    records: earlier,
    changes: changesFrom(before, checkpoint.step, spec),
    startedAt: new Date().toISOString(),
    fileName: open.table.fileName,
    parent: { id: before.id, name: before.name, epoch, step: checkpoint.step, from: 'checkpoint' },
  });
  try {
    await folder.appendHistory(earlier);
    await beginTraining(session, run, open, { checkpoint, waits: state === 'paused' });
  } catch (error) {
    await folder.discard();
    throw error;
  }
  return { runId: run.id };
}

/** Resolves when the run has been scored and saved. */
async function endNow(run: LiveRun): Promise<void> {
  if (!run.busy) return;
  run.training?.stop();
  await run.scored();
}

/** A branch begins with the run's own settings; only the number of epochs may differ. */
function branchSpec({ spec }: LiveRun, { training: { epochs } }: RunSpec): RunSpec {
  return { ...spec, training: { ...spec.training, epochs } };
}

/** The run's changes up to the step, plus a change there for settings that differ now. */
function changesFrom(run: LiveRun, step: number, { training }: RunSpec): Change[] {
  const before = run.changes.filter((change) => change.step < step);
  const { optimizer, batchSize } = training;
  const optimizerThen =
    before.findLast((change) => change.optimizer)?.optimizer ?? run.spec.training.optimizer;
  const batchThen = before.findLast((change) => change.batchSize)?.batchSize ?? run.spec.training.batchSize;
  const change = {
    ...(JSON.stringify(optimizer) === JSON.stringify(optimizerThen) ? {} : { optimizer }),
    ...(batchSize === batchThen ? {} : { batchSize }),
  };
  return Object.keys(change).length === 0 ? before : [...before, { step, ...change }];
}

function refuseOtherSpec(before: RunSpec, next: RunSpec) {
  const free = before.training.schedule.type === 'constant' ? { epochs: 0 } : {};
  const { optimizer, batchSize } = before.training;
  const of = (spec: RunSpec) =>
    JSON.stringify({ ...spec, training: { ...spec.training, optimizer, batchSize, ...free } });
  if (of(before) !== of(next)) {
    const sentence =
      "A run that goes on from a checkpoint can change only the optimizer's settings and the batch size. Other settings have changed too: train a new run, or undo them.";
    throw new AppError('option_invalid', sentence, {
      option: 'spec',
      expected: "the run's",
      found: 'another',
    });
  }
  refuseOtherOptimizer(optimizer, next.training.optimizer);
}
