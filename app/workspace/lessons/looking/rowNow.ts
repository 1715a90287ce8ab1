// The forward and backward pass of one row at the present weights.
import type { WalkedLayer } from '../../../engine/insight.ts';
import { interpretOutputs } from '../../../evaluation/predictions.ts';
import type { WeightsOnGround } from '../../insight/frozenWeights.ts';
import { problemOf } from '../../insight/insightProblem.ts';
import type { WorkspaceSession } from '../../workspaceSession.ts';

export interface Walked {
  inputs: ArrayLike<number>;
  /** On the network's scale: of two classes 0 or 1, of several the number of the class from 1. */
  target: number;
  loss: number;
  layers: WalkedLayer[];
  /** Of each class; null where the target is a number. */
  probabilities: ArrayLike<number> | null;
}

/** null for a row that has no target. */
export async function walkedRow(
  session: WorkspaceSession,
  ground: WeightsOnGround,
  row: number,
): Promise<Walked | null> {
  const problem = await problemOf(ground, Uint32Array.of(row));
  const { features, targets } = problem.rows;
  const isIndex = problem.loss.startsWith('categorical');
  const [target] = targets;
  if (target === undefined || targets.some((value) => !Number.isFinite(value) || (isIndex && value < 0)))
    return null;
  const { loss, layers } = session.options.engine.walk(problem);
  const found = interpretOutputs(ground.preparation.target, Float32Array.from(layers.at(-1)!.a), 1);
  return {
    inputs: features,
    target: isIndex ? target + 1 : target,
    loss,
    layers,
    probabilities: found.kind === 'class' ? found.probabilities : null,
  };
}
