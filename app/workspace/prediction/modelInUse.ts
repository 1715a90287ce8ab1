// The kept model of the current run, read once, and the training rows of the open table, where it is the one that the run was trained on.

import { AppError } from '../../contract/issues/errors.ts';
import type { Model } from '../../contract/model.ts';
import type { Evaluation } from '../../contract/run/evaluation.ts';
import { groundOfRun } from '../runs/groundOfRun.ts';
import type { LiveRun } from '../runs/liveRun.ts';
import { evaluationOf, runOf } from '../runs/runCalls.ts';
import type { Ground } from '../table/ground.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';

interface Kept {
  /** A run that is trained again has another one; null for a model without a table. */
  evaluation: Evaluation | null;
  model: Promise<Model>;
}

const kept = new WeakMap<LiveRun, Kept>();

/** Throws AppError run_not_found, run_needed (not scored yet), and what reading a model throws. */
export function modelInUse(session: WorkspaceSession, runId: string): Promise<Model> {
  const run = runOf(session, runId);
  const evaluation = run.given?.shown == null ? evaluationOf(session, runId) : run.evaluation;
  const known = kept.get(run);
  if (known?.evaluation === evaluation) return known.model;
  const model = run.keptModel();
  kept.set(run, { evaluation, model });
  // A failure is not kept: the next call tries again.
  model.catch(() => kept.delete(run));
  return model;
}

/** null where no table is open, or one whose rows are new to the model. Throws AppError run_not_found. */
export async function trainingGround(session: WorkspaceSession, runId: string): Promise<Ground | null> {
  const run = runOf(session, runId);
  if (session.open === null) return null;
  try {
    const ground = await groundOfRun(session, run);
    return ground.newRows || ground.split.train.length === 0 ? null : ground;
  } catch (error) {
    // The spec of a run may not fit the table that is open now.
    if (error instanceof AppError) return null;
    throw error;
  }
}
