// Back-propagation against central differences on the first training rows, for any spec.
import type { z } from 'zod';
import {
  type GradientCheck,
  gradientCheckDefaults,
  type gradientCheckInputSchema,
  gradientTolerance,
} from '../../contract/run/insight.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { insightProblem } from './insightProblem.ts';

/** Throws AppError dataset_needed, spec_refused, run_needed, loss_not_finite. */
export async function checkGradients(
  session: WorkspaceSession,
  input: z.infer<typeof gradientCheckInputSchema>,
  signal: AbortSignal | undefined,
): Promise<GradientCheck> {
  const usual = gradientCheckDefaults;
  const { weights, rows = usual.rows, parameters = usual.parameters, seed = usual.seed } = input;
  const { problem } = await insightProblem(session, weights, ({ split, newRows }) =>
    split[newRows ? 'test' : 'train'].subarray(0, rows),
  );
  const found = await session.options.engine.gradientCheck({ ...problem, parameters, seed }, signal);
  const { index, error, ...worst } = found.worst;
  const inputs = problem.layers[worst.layer]?.inputs ?? 1;
  const isWeight = worst.tensor === 'weight';
  return {
    rows: problem.rows.rows,
    parameters: found.parameters,
    checked: found.checked,
    loss: found.loss,
    worstError: error,
    worst: {
      ...worst,
      unit: isWeight ? Math.floor(index / inputs) : index,
      input: isWeight ? index % inputs : null,
    },
    passed: error < gradientTolerance,
    layers: [...found.layers],
  };
}
