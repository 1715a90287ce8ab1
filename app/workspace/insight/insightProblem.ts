// The problem that the engine's insight calls take: weights, loss and rows of the current run or of the spec.
import type { WhichWeights } from '../../contract/run/insight.ts';
import type { LookProblem } from '../../engine/insight.ts';
import { engineRows } from '../spec/engineConfig.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { type WeightsOnGround, weightsOf } from './weightsOf.ts';

export interface ProblemOnGround {
  ground: WeightsOnGround;
  problem: LookProblem;
}

/** `choose` picks rows of the table once the ground is known. */
export async function insightProblem(
  session: WorkspaceSession,
  which: WhichWeights,
  choose: (ground: WeightsOnGround) => Uint32Array,
): Promise<ProblemOnGround> {
  const ground = await weightsOf(session, which);
  const { network, loss, lossSettings } = ground.settings;
  const rows = await engineRows(ground.table, ground.preparation, choose(ground), ground);
  return { ground, problem: { network, layers: ground.layers, loss, lossSettings, rows } };
}

/** All cores, or one beside a training or a race that uses them. */
export function threadsBeside(session: WorkspaceSession): number {
  return session.live?.busy || session.race?.busy ? 1 : session.options.engine.info().threads;
}
