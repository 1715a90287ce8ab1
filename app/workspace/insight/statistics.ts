// Statistics of weights, activations and gradients, layer by layer.
import type { z } from 'zod';
import type { Statistics, statisticsInputSchema } from '../../contract/run/insight.ts';
import { insightLimits } from '../../contract/run/insightLimits.ts';
import { partRows } from '../table/ground.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { insightProblem } from './insightProblem.ts';

/** Most numbers in memory at once: every unit of every row, 16 bytes each. */
const mostUnitRows = 2_000_000;

/** Throws AppError dataset_needed, spec_refused, run_needed, nothing_to_score. */
export async function takeStatistics(
  session: WorkspaceSession,
  { weights, part }: z.infer<typeof statisticsInputSchema>,
  signal: AbortSignal | undefined,
): Promise<Statistics> {
  const { problem } = await insightProblem(session, weights, (ground) => {
    const units = ground.settings.network.layers.reduce((sum, layer) => sum + layer.units, 0);
    const most = Math.max(1, Math.min(insightLimits.rows.max, Math.floor(mostUnitRows / units)));
    return partRows(ground, part, most);
  });
  return { rows: problem.rows.rows, ...(await session.options.engine.statistics(problem, signal)) };
}
