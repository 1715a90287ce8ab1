// Numerical gradients: central differences of the loss, one parameter at a time, without back-propagation.
import type { ParameterIndex } from '../../contract/run/parameterIndex.ts';
import { measuringStep } from '../../contract/run/walk.ts';
import type { LookProblem } from '../../engine/insight.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { directionAt } from './loss/plane.ts';

/** One for each parameter; null where a loss is not finite. Throws AppError option_invalid where the network has no such parameter. */
export async function numericalGradients(
  { options: { engine } }: WorkspaceSession,
  problem: LookProblem,
  parameters: readonly ParameterIndex[],
  signal: AbortSignal | undefined,
): Promise<(number | null)[]> {
  const moved = Float64Array.of(-measuringStep, measuringStep);
  const along = parameters.map((parameter, k) => directionAt(problem.layers, parameter, `measure.${k}`));
  const gradients: (number | null)[] = [];
  for (const direction of along) {
    const plane = { ...problem, alongX: direction, alongY: direction, threads: 1 };
    const [below, above] = await engine.lossPlane({ ...plane, x: moved, y: Float64Array.of(0) }, signal);
    const gradient = (above! - below!) / (2 * measuringStep);
    gradients.push(Number.isFinite(gradient) ? gradient : null);
  }
  return gradients;
}
