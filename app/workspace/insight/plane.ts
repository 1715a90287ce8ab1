// The loss over a plane through two parameters, or along two random directions.
import { AppError } from '../../contract/issues/errors.ts';
import type { Floats, LayerWeights } from '../../contract/model.ts';
import {
  insightLimits,
  type ParameterIndex,
  type Plane,
  type PlaneInput,
} from '../../contract/run/insight.ts';
import { Random } from '../../dataset/numbers/random.ts';
import { parameterDirection, randomDirection } from '../../model/planeDirections.ts';
import { partRows } from '../table/ground.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { insightProblem, threadsBeside } from './insightProblem.ts';

/** Throws AppError dataset_needed, spec_refused, run_needed, nothing_to_score, option_invalid. */
export async function losses(
  session: WorkspaceSession,
  { weights, part, directions, span, steps }: PlaneInput,
  signal: AbortSignal | undefined,
): Promise<Plane> {
  const { problem } = await insightProblem(session, weights, (ground) =>
    partRows(ground, part, insightLimits.rows.max),
  );
  const [alongX, alongY] = bothDirections(problem.layers, directions);
  const offsets = Float64Array.from({ length: steps }, (_, k) => span * ((2 * k) / (steps - 1) - 1));
  const { engine } = session.options;
  const threads = threadsBeside(session);
  const plane = { ...problem, alongX, alongY, threads };
  const [centre] = await engine.lossPlane({ ...plane, x: Float64Array.of(0), y: Float64Array.of(0) }, signal);
  const found = await engine.lossPlane({ ...plane, x: offsets, y: offsets }, signal);
  const shown = (loss: number) => (Number.isFinite(loss) ? loss : null);
  return {
    rows: problem.rows.rows,
    offsets: [...offsets],
    losses: Array.from({ length: steps }, (_, y) =>
      Array.from(found.subarray(y * steps, (y + 1) * steps), shown),
    ),
    centre: shown(centre!),
  };
}

function bothDirections(
  layers: LayerWeights<Floats>[],
  directions: PlaneInput['directions'],
): [LayerWeights<Floats>[], LayerWeights<Floats>[]] {
  if (directions.kind === 'random') {
    const random = new Random(directions.seed);
    return [randomDirection(layers, () => normal(random)), randomDirection(layers, () => normal(random))];
  }
  const { x, y } = directions;
  return [directionAt(layers, x, 'directions.x'), directionAt(layers, y, 'directions.y')];
}

/** The direction of one parameter. Throws AppError option_invalid, naming the option, where the network has no such parameter. */
export function directionAt(
  layers: LayerWeights<Floats>[],
  parameter: ParameterIndex,
  option: string,
): LayerWeights<Floats>[] {
  const direction = parameterDirection(layers, parameter);
  if (direction !== null) return direction;
  const { layer, tensor, unit, input } = parameter;
  const found = `${tensor} of unit ${unit}${input === null ? '' : ` from input ${input}`} in layer ${layer}`;
  const expected = 'a parameter that the network has';
  const values = { option, expected, found };
  throw new AppError('option_invalid', `${option} must be ${expected}; it is the ${found}.`, values);
}

/** Approximately normal: the sum of twelve uniform numbers. It uses only whole numbers and sums, so it is the same on every
 *  platform. */
function normal(random: Random): number {
  let sum = -6;
  for (let k = 0; k < 12; k++) sum += random.below(2 ** 32) / 2 ** 32;
  return sum;
}
