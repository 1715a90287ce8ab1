// How fast this computer trains the workspace's network: measured briefly on some of its rows, to estimate the time of an epoch
// before training. The weights are discarded.

import { limits } from '../../contract/limits.ts';
import type { Speed } from '../../contract/run/insight.ts';
import { defaultStopping } from '../../contract/spec/stopping.ts';
import type { EngineRun } from '../../engine/engine.ts';
import { engineParts, engineSettings } from '../spec/engineConfig.ts';
import { type Ground, thinned } from '../table/ground.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { groundOf } from './weightsOf.ts';

/** Enough for some hundred steps of a small network, too short to notice; at least one step is taken. */
const measuredMs = 80;
/** Rows for the measurement, or four batches if these are more. */
const rowsMeasured = 2_048;

/** Throws AppError dataset_needed, spec_refused, run_busy (a training takes the cores). */
export async function measureSpeed(session: WorkspaceSession, threads: number | undefined): Promise<Speed> {
  session.refuseBusy();
  const ground = await groundOf(session);
  const { engine } = session.options;
  const part = someRows(ground);
  const run = engine.createRun({
    ...engineSettings(ground.spec, ground.preparation),
    ...(await engineParts(engine, ground.table, ground.preparation, { ...ground, split: part })),
    // Only the clock ends it.
    epochs: limits.epochs.max,
    patience: 0,
    stopping: defaultStopping,
    threads: threads ?? engine.info().threads,
  });
  try {
    const { steps, stepsPerEpoch, seconds } = await timed(run);
    const rows = ground.split.train.length;
    const secondsPerEpoch = ((seconds / steps) * stepsPerEpoch * rows) / part.train.length;
    return { secondsPerEpoch, rows: part.train.length };
  } finally {
    run.dispose();
  }
}

/** The same share of training and validation rows, so that scoring after each epoch takes its usual share of the time. */
function someRows({ split, spec }: Ground): Ground['split'] {
  const { batchSize } = spec.training;
  const wanted = Math.max(rowsMeasured, batchSize === 'full' ? 0 : 4 * batchSize);
  const share = Math.min(1, wanted / Math.max(1, split.train.length));
  return {
    ...split,
    train: thinned(split.train, Math.ceil(split.train.length * share)),
    validation: thinned(split.validation, Math.ceil(split.validation.length * share)),
  };
}

/** The work done when time ran out or the losses were no longer finite. */
function timed(run: EngineRun): Promise<{ steps: number; stepsPerEpoch: number; seconds: number }> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => run.pause(), measuredMs);
    run.onSnapshot(({ state, step, stepsPerEpoch, seconds }) => {
      if (state === 'ready' || state === 'running') return;
      clearTimeout(timer);
      resolve({ steps: Math.max(1, step), stepsPerEpoch, seconds });
    });
    run.start();
  });
}
