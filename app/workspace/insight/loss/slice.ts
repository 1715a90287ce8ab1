// The mean loss along one parameter, and its slope at the present value.
import { AppError } from '../../../contract/issues/errors.ts';
import type { Slice, SliceInput } from '../../../contract/run/lossPath.ts';
import { parameterAt } from '../../../model/parameterIndices.ts';
import { partOf } from '../../table/ground.ts';
import type { WorkspaceSession } from '../../workspaceSession.ts';
import { insightProblem, threadsBeside } from '../insightProblem.ts';
import { lossRows } from './lossWork.ts';
import { directionAt } from './plane.ts';

/** Throws AppError dataset_needed, spec_refused, run_needed, nothing_to_score, option_invalid. */
export async function sliceLosses(
  session: WorkspaceSession,
  { weights, part, parameter, from, to, steps }: SliceInput,
  signal: AbortSignal | undefined,
): Promise<Slice> {
  if (from >= to) {
    const values = { option: 'from', expected: `below ${to}`, found: String(from) };
    throw new AppError('option_invalid', `from must be below ${to}; it is ${from}.`, values);
  }
  const { ground, problem } = await insightProblem(session, weights, (found) => lossRows(found, part));
  const along = directionAt(problem.layers, parameter, 'parameter');
  const value = parameterAt(problem.layers, parameter);
  const values = Array.from({ length: steps }, (_, k) => from + ((to - from) * k) / (steps - 1));
  const { engine } = session.options;
  const x = Float64Array.from(values, (at) => at - value);
  const directions = { alongX: along, alongY: along, x, y: Float64Array.of(0) };
  const losses = await engine.lossPlane(
    { ...problem, ...directions, threads: threadsBeside(session) },
    signal,
  );
  const here = await engine.lossGradient(problem, signal);
  return {
    rows: problem.rows.rows,
    all: partOf(ground, part).length,
    epoch: ground.epoch,
    values,
    losses: Array.from(losses, finite),
    value,
    loss: finite(here.loss),
    slope: finite(parameterAt(here.layers, parameter)),
  };
}

/** null for a number that is not finite. */
export function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
