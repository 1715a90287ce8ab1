// Copies of weights that stay the same while the run continues, is branched or ends. At most `mostFrozen` are kept; copies for
// another table are dropped.
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
  /** Epoch of the weights; null for initial ones. */
  epoch: number | null;
}

/** The state for training's next step: initial, a checkpoint, or one that is not kept. */
export type OptimizerState = 'initial' | Checkpoint | 'notKept';

export interface FrozenWeights extends WeightsOnGround {
  state: OptimizerState;
  /** The optimizer at these weights: a run's may have been changed during training. */
  optimizer: OptimizerSpec;
  step: number | null;
  /** Steps per epoch of the run; 1 without a run. */
  stepsPerEpoch: number;
}

interface Kept {
  open: OpenTable | null;
  weights: FrozenWeights;
}
/** Oldest first. */
const keptBy = new WeakMap<WorkspaceSession, Map<string, Kept>>();

/** Returns the id of the copy. */
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
