// The calls about why the current run's model predicts what it predicts. What costs more than a moment is kept with the run.
import type { Coefficients, Importance, ImportanceUpdate } from '../../contract/run/explanation.ts';
import { explainCoefficients } from '../explaining/coefficients.ts';
import type { Explained } from '../explaining/explained.ts';
import { importanceOf } from '../explaining/importance.ts';
import { threadsBeside } from '../insight/insightProblem.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { type ScoredRun, scoredRun } from './scoredRun.ts';

interface Known {
  importance?: Importance;
  coefficients?: Coefficients | null;
}

/** A run that is trained again, or another table, makes another ScoredRun. */
const known = new WeakMap<ScoredRun, Known>();

function knownOf(scored: ScoredRun): Known {
  const found = known.get(scored) ?? {};
  known.set(scored, found);
  return found;
}

/** Throws what scoredRun throws. */
export async function explainedRun(session: WorkspaceSession, runId: string): Promise<Explained> {
  return explainedOf(session, await scoredRun(session, runId));
}

function explainedOf(session: WorkspaceSession, { model, ground }: ScoredRun): Explained {
  const { table, preparation, split, newRows = false } = ground;
  const { engine } = session.options;
  return {
    ...{ engine, threads: threadsBeside(session), table, split, newRows },
    model: { ...model, preparation },
  };
}

/** Throws what scoredRun and importanceOf throw. */
export async function* runImportance(
  session: WorkspaceSession,
  { runId, atMost }: { runId: string; atMost?: number | undefined },
  signal: AbortSignal | undefined,
): AsyncGenerator<ImportanceUpdate, void> {
  const scored = await scoredRun(session, runId);
  const kept = knownOf(scored);
  if (kept.importance !== undefined) {
    yield { kind: 'result', importance: kept.importance };
    return;
  }
  for await (const update of importanceOf(explainedOf(session, scored), atMost, signal)) {
    if (update.kind === 'result') kept.importance = update.importance;
    yield update;
  }
}

export async function runCoefficients(
  session: WorkspaceSession,
  runId: string,
  signal: AbortSignal | undefined,
): Promise<Coefficients | null> {
  const scored = await scoredRun(session, runId);
  const kept = knownOf(scored);
  kept.coefficients ??= await explainCoefficients(explainedOf(session, scored), signal);
  return kept.coefficients;
}
