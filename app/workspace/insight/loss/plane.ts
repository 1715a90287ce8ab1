// The loss over a plane through two parameters, or along two random directions.
import { AppError } from '../../../contract/issues/errors.ts';
import type { Floats, LayerWeights } from '../../../contract/model.ts';
import type { Plane, PlaneInput } from '../../../contract/run/insight.ts';
import { insightLimits } from '../../../contract/run/insightLimits.ts';
import type { ParameterIndex } from '../../../contract/run/parameterIndex.ts';
import { Random } from '../../../dataset/numbers/random.ts';
import { parameterAt } from '../../../model/parameterIndices.ts';
import { parameterDirection, randomDirection } from '../../../model/planeDirections.ts';
import { partRows } from '../../table/ground.ts';
import type { WorkspaceSession } from '../../workspaceSession.ts';
import { insightProblem, threadsBeside } from '../insightProblem.ts';

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
  const [x, y] = offsetsOf(problem.layers, directions, span, steps);
  const { engine } = session.options;
  const threads = threadsBeside(session);
  const plane = { ...problem, alongX, alongY, threads };
  const [centre] = await engine.lossPlane({ ...plane, x: Float64Array.of(0), y: Float64Array.of(0) }, signal);
  const found = await engine.lossPlane({ ...plane, x, y }, signal);
  const shown = (loss: number) => (Number.isFinite(loss) ? loss : null);
  return {
    rows: problem.rows.rows,
    x: [...x],
    y: [...y],
    losses: Array.from({ length: steps }, (_, k) =>
      Array.from(found.subarray(k * steps, (k + 1) * steps), shown),
    ),
    centre: shown(centre!),
  };
}

/** Offsets along x and y: over the values that two parameters shall have, or from -span to span. */
function offsetsOf(
  layers: LayerWeights<Floats>[],
  directions: PlaneInput['directions'],
  span: number,
  steps: number,
): [Float64Array, Float64Array] {
  const over = (from: number, to: number) =>
    Float64Array.from({ length: steps }, (_, k) => from + ((to - from) * k) / (steps - 1));
  if (directions.kind === 'random' || directions.sides === undefined)
    return [over(-span, span), over(-span, span)];
  const { x, y, sides } = directions;
  const [atX, atY] = [parameterAt(layers, x), parameterAt(layers, y)];
  return [over(sides.x.from - atX, sides.x.to - atX), over(sides.y.from - atY, sides.y.to - atY)];
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
