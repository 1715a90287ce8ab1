// Sets the threshold by which the current run's model of two classes predicts: the run is scored by it, and its model file, its
// evaluation and its record are written. Weights and fingerprint stay.
import { isDeepStrictEqual } from 'node:util';
import { AppError } from '../../contract/issues/errors.ts';
import type { Model } from '../../contract/model.ts';
import { type ErrorCosts, usualThreshold } from '../../contract/run/threshold.ts';
import { encodeModel } from '../../export/encodeModel.ts';
import type { LiveRun } from '../runs/liveRun.ts';
import { evaluationOf } from '../runs/runCalls.ts';
import { evaluateRun } from '../scoring/score.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { scoredRun } from './scoredRun.ts';

/** Throws what useThreshold throws. */
export async function setThreshold(
  session: WorkspaceSession,
  { runId, threshold, costs }: { runId: string; threshold: number; costs?: ErrorCosts | undefined },
): Promise<{ revision: number }> {
  const { threshold: before = usualThreshold, costs: known } = evaluationOf(session, runId);
  const same = before === threshold;
  if (same && (costs === undefined || isDeepStrictEqual(costs, known)))
    return { revision: session.state.value.revision };
  await useThreshold(session, runId, threshold, costs);
  if (same) return session.change({});
  session.undoHistory.recordThreshold({ runId, back: before, forth: threshold });
  return session.change({});
}

/** Throws what scoredRun throws; AppError threshold_unsuited, folder_in_use, disk_full, disk_write_failed, which leave all as it was in
 *  memory. @param costs absent: those that are kept stay. */
export async function useThreshold(
  session: WorkspaceSession,
  runId: string,
  threshold: number,
  costs?: ErrorCosts,
): Promise<void> {
  const { run, model: kept, ground } = await scoredRun(session, runId);
  const { target } = kept.preparation;
  if (target.kind !== 'class' || target.classes.length !== 2)
    throw new AppError('threshold_unsuited', 'A threshold needs a model of two classes.', {
      file: run.fileName,
    });
  const { threshold: _, ...model } = kept;
  const own = threshold === usualThreshold ? {} : { threshold };
  const scored = { ...model, ...own, runId, baselines: model.baselines ?? null };
  const { newRows = false, table, split } = ground;
  const paid = costs ?? run.evaluation?.costs;
  const evaluation = {
    ...(await evaluateRun(session.options.engine, scored, table, split, newRows)),
    ...(paid && { costs: paid }),
  };
  // Scores of rows that are new to the model are not those of its training.
  const metrics = newRows ? model.metrics : evaluation.metrics;
  await keepModel(run, { ...model, ...own, metrics }, newRows ? null : evaluation);
  run.evaluation = evaluation;
  session.change({ run: run.view(), runsChanged: session.state.value.runsChanged + 1 });
}

/** @param evaluation null where the run's folder keeps that of other rows. */
async function keepModel(run: LiveRun, model: Model, evaluation: LiveRun['evaluation']): Promise<void> {
  if (run.replaceUnsaved({ model, evaluation })) return;
  const { folder } = run;
  await folder.lock();
  try {
    await folder.writeBest(encodeModel(model));
    if (evaluation === null) return;
    await folder.writeEvaluation(evaluation);
    await folder.writeRun({ ...(await folder.readRun()), metrics: evaluation.metrics });
  } finally {
    await folder.release();
  }
}
