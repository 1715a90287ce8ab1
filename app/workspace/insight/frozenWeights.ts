// Copies of weights that stay as they are while the run goes on, is branched or ends. At most `mostFrozen` are kept; those of another
// table are gone.
import { randomUUID } from 'node:crypto';
import { AppError } from '../../contract/issues/errors.ts';
import type { Floats, LayerWeights } from '../../contract/model.ts';
import type { Checkpoint } from '../../contract/run/training.ts';
import { mostFrozen } from '../../contract/run/walk.ts';
import type { OptimizerSpec } from '../../contract/spec/optimizers.ts';
import type { LiveRun } from '../runs/liveRun.ts';
import type { Ground } from '../table/ground.ts';
import type { OpenTable } from '../table/openTable.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';

export interface WeightsOnGround extends Ground {
  layers: LayerWeights<Floats>[];
  /** null for initial weights. */
  run: LiveRun | null;
  /** Of the weights; null for initial ones. */
  epoch: number | null;
}

/** What training would take its next step from: nothing yet, a checkpoint, or something that is not kept. */
export type OptimizerState = 'initial' | Checkpoint | 'notKept';

export interface FrozenWeights extends WeightsOnGround {
  state: OptimizerState;
  /** In force at these weights: a run's may have been changed on the way. */
  optimizer: OptimizerSpec;
  step: number | null;
  /** Of the run; 1 where there is none. */
  stepsPerEpoch: number;
}

interface Kept {
  open: OpenTable | null;
  weights: FrozenWeights;
}
/** The oldest first. */
const keptBy = new WeakMap<WorkspaceSession, Map<string, Kept>>();

/** The name of the copy. */
export function keep(session: WorkspaceSession, weights: FrozenWeights): string {
  const kept = keptBy.get(session) ?? new Map<string, Kept>();
  keptBy.set(session, kept);
  const frozen = randomUUID();
  kept.set(frozen, { open: session.open, weights });
  for (const [id, { open }] of kept) if (kept.size > mostFrozen || open !== session.open) kept.delete(id);
  return frozen;
}

/** Throws AppError weights_gone. */
export function frozenWeights(session: WorkspaceSession, id: string): FrozenWeights {
  const found = keptBy.get(session)?.get(id);
  if (found !== undefined && found.open === session.open) return found.weights;
  throw new AppError(
    'weights_gone',
    'The weights that were shown here are not kept any more; walk the current ones.',
  );
}
