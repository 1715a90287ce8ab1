// The rows of the current run's newest step, as the engine took them.
import { AppError } from '../../contract/issues/errors.ts';
import type { StepBatch } from '../../contract/run/insight.ts';
import { insightLimits } from '../../contract/run/insightLimits.ts';
import { refuseEnsemble } from '../ensemble/refuseEnsemble.ts';
import { groundOfRun } from '../runs/groundOfRun.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { currentRun } from './weightsOf.ts';

/** Throws AppError run_needed, ensemble_unsuited, dataset_needed. */
export async function stepBatch(session: WorkspaceSession): Promise<StepBatch> {
  const run = currentRun(session);
  refuseEnsemble(run.spec, 'step');
  const { split } = await groundOfRun(session, run);
  // Asked last, so that rows and step are of one moment.
  const { training } = run;
  const found = training !== null && 'newestRows' in training ? training.newestRows() : null;
  if (found === null) throw new AppError('run_needed', 'This run has ended; its steps are over.');
  const { rows, taken } = found;
  return {
    step: run.progress.step + (taken ? 0 : 1),
    taken,
    size: rows.length,
    rows: Array.from(rows.subarray(0, insightLimits.rows.max), (index) => split.train[index]!),
  };
}
