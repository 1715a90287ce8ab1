// The input of the engine's insight calls: weights, loss and rows of the current run or of the spec.
import type { WhichWeights } from '../../contract/run/insight.ts';
import type { LookProblem } from '../../engine/insight.ts';
import { engineRows } from '../spec/engineConfig.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import type { WeightsOnGround } from './frozenWeights.ts';
import { weightsOf } from './weightsOf.ts';

export interface ProblemOnGround {
  ground: WeightsOnGround;
  problem: LookProblem;
}

/** `choose` selects rows once split and table are known. */
export async function insightProblem(
  session: WorkspaceSession,
  which: WhichWeights,
  choose: (ground: WeightsOnGround) => Uint32Array,
): Promise<ProblemOnGround> {
  const ground = await weightsOf(session, which);
  return { ground, problem: await problemOf(ground, choose(ground)) };
}

/** The same for given weights, on these rows of the table. */
export async function problemOf(ground: WeightsOnGround, chosen: Uint32Array): Promise<LookProblem> {
  const { network, loss, lossSettings } = ground.settings;
  const rows = await engineRows(ground.table, ground.preparation, chosen, ground);
  return { network, layers: ground.layers, loss, lossSettings, rows };
}

/** All cores, or one while a training or a race uses them. */
export function threadsBeside(session: WorkspaceSession): number {
  return session.live?.busy || session.race?.busy ? 1 : session.options.engine.info().threads;
}
