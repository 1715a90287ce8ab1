// The current run's kept model with its predictions on the open table, each part predicted once and kept in memory with the run: what
// curves, lists of rows, groups and explanations are computed from.
import type { Model } from '../../contract/model.ts';
import type { Evaluation } from '../../contract/run/evaluation.ts';
import type { Part } from '../../contract/run/parts.ts';
import type { EvaluatedPart } from '../../evaluation/evaluate.ts';
import { groundOfRun } from '../runs/groundOfRun.ts';
import type { LiveRun } from '../runs/liveRun.ts';
import { evaluationOf, runOf } from '../runs/runCalls.ts';
import { scorePart } from '../scoring/score.ts';
import type { Ground } from '../table/ground.ts';
import type { OpenTable } from '../table/openTable.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';

/** Numbers of predictions that are kept in memory per part at most: 160 MB. */
const mostKept = 20_000_000;

export interface ScoredRun {
  run: LiveRun;
  model: Model;
  /** The run's spec, preparation and split on the open table; all rows of a table that is new to the model are test rows. */
  ground: Ground;
  /** Rows, truth and predictions of a part, which may have no rows. */
  part(name: Part): Promise<EvaluatedPart>;
}

interface Kept {
  open: OpenTable | null;
  /** A run that is trained again has another one. */
  evaluation: Evaluation;
  scored: Promise<ScoredRun>;
}

const kept = new WeakMap<LiveRun, Kept>();

/** Throws AppError run_not_found, run_needed (not scored yet), dataset_needed, spec_refused. */
export function scoredRun(session: WorkspaceSession, runId: string): Promise<ScoredRun> {
  const run = runOf(session, runId);
  const evaluation = evaluationOf(session, runId);
  const { open } = session;
  const known = kept.get(run);
  if (known?.open === open && known.evaluation === evaluation) return known.scored;
  const scored = scoredNow(session, run);
  kept.set(run, { open, evaluation, scored });
  // A failure is not kept: the next call tries again.
  scored.catch(() => kept.delete(run));
  return scored;
}

async function scoredNow(session: WorkspaceSession, run: LiveRun): Promise<ScoredRun> {
  const ground = await groundOfRun(session, run);
  const model = await run.keptModel();
  const predicted = new Map<Part, Promise<EvaluatedPart>>();
  const part = (name: Part) => {
    const known = predicted.get(name);
    if (known !== undefined) return known;
    const found = scorePart(session.options.engine, model, ground.table, ground.split[name]);
    predicted.set(name, found);
    found.then(
      (done) => sizeOf(done) > mostKept && predicted.delete(name),
      () => predicted.delete(name),
    );
    return found;
  };
  return { run, model, ground, part };
}

function sizeOf({ truth, predictions }: EvaluatedPart): number {
  return (
    truth.length + (predictions.kind === 'class' ? predictions.probabilities : predictions.values).length
  );
}
