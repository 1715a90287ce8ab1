// The loss over a plane through the paths of a race. For a network of two parameters the plane is the whole parameter space;
// for a larger one it is the plane in which the paths differ most. A path whose loss grows to many times the initial loss is
// ignored when the plane and its edges are chosen; otherwise the other paths would shrink to a point.

import { AppError } from '../../contract/issues/errors.ts';
import type { Floats, LayerWeights } from '../../contract/model.ts';
import { insightLimits } from '../../contract/run/insightLimits.ts';
import type { ParameterIndex } from '../../contract/run/parameterIndex.ts';
import { type RacePath, type RacePlane, raceLimits } from '../../contract/run/race.ts';
import type { Rows } from '../../engine/runConfig.ts';
import { parameterAt, parameterIndices } from '../../model/parameterIndices.ts';
import { type PathAxes, pathAxes, positionOn } from '../../model/pathAxes.ts';
import { parameterDirection } from '../../model/planeDirections.ts';
import { layersOf, vectorOf } from '../../model/weightVector.ts';
import type { PathPoint } from '../../training/weightPath.ts';
import { numbersFile } from '../insight/floats.ts';
import { threadsBeside } from '../insight/insightProblem.ts';
import { engineRows } from '../spec/engineConfig.ts';
import { partRows, thinned } from '../table/ground.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import type { LiveRace } from './liveRace.ts';
import { needRace } from './raceCalls.ts';

/** A path runs away if its loss exceeds this many times the initial loss. */
const runsAway = 10;
/** Margin on each side, as a share of the paths' extent. */
const margin = 0.15;
/** The shorter side is at least this share of the longer one. */
const leastSide = 0.25;
/** Rows times parameters, so that a plane of 61 x 61 takes half a second on two cores; `fewestRows` is the fewest rows for a
 *  loss. */
const mostWork = 500_000;
const fewestRows = 64;
/** Points times points times parameters of the matrix for the axes: 0.2 s. With more than 40 points per path the axes no longer
 *  change. */
const axesWork = 3e8;
const axesPoints = 40;

interface ScoredPoint {
  point: PathPoint;
  loss: number;
  /** Whether the point is used to choose the plane. */
  counts: boolean;
}

interface Axes {
  shown: RacePlane['axes'];
  positionOf(layers: LayerWeights<Floats>[]): [number, number];
  /** The weights at (0, 0), and the directions of the axes. */
  origin: LayerWeights<Floats>[];
  alongX: LayerWeights<Floats>[];
  alongY: LayerWeights<Floats>[];
}

/** Throws AppError race_needed, network_too_large. */
export async function planeOfRace(
  session: WorkspaceSession,
  { steps }: { steps: number },
  signal: AbortSignal | undefined,
): Promise<RacePlane> {
  const live = needRace(session);
  refuseLarge(live);
  live.rows ??= planeRows(live);
  const rows = await live.rows;
  const measured = { session, live, rows, signal };
  const paths = await pathsWithLosses(measured);
  const axes = axesOf(live, paths);
  const positions = paths.map((path) => path.map(({ point }) => axes.positionOf(point.layers)));
  const counted = paths.flatMap((path, k) => positions[k]!.filter((_, i) => path[i]!.counts));
  const [x, y] = edges(counted);
  const losses = await lossesOver(measured, axes, { x, y, steps });
  return {
    raceId: live.id,
    rows: rows.rows,
    allRows: live.ground.split.train.length,
    axes: axes.shown,
    ...{ x, y, steps },
    losses: numbersFile(losses),
    paths: paths.map(
      (path, k): RacePath =>
        path.map(({ point: { epoch, step }, loss }, i) => ({
          epoch,
          step,
          x: positions[k]![i]![0],
          y: positions[k]![i]![1],
          loss: Number.isFinite(loss) ? loss : null,
        })),
    ),
  };
}

function refuseLarge({ parameters }: LiveRace): void {
  const limit = raceLimits.planeParameters.max;
  if (parameters <= limit) return;
  throw new AppError(
    'network_too_large',
    `A network of ${parameters.toLocaleString('en')} parameters is too large for a plane of its losses; ${limit.toLocaleString('en')} is the limit. Use fewer units.`,
    { parameters, limit },
  );
}

function planeRows({ ground, parameters }: LiveRace): Promise<Rows> {
  const most = Math.max(fewestRows, Math.floor(mostWork / Math.max(1, parameters)));
  const rows = partRows(ground, 'train', Math.min(most, insightLimits.rows.max));
  return engineRows(ground.table, ground.preparation, rows, ground);
}

interface MeasuredOn {
  session: WorkspaceSession;
  live: LiveRace;
  rows: Rows;
  signal: AbortSignal | undefined;
}

/** A state that was reached never changes, and neither does its loss on the race's rows. */
const known = new WeakMap<LayerWeights<Floats>[], number>();

async function pathsWithLosses(measured: MeasuredOn): Promise<ScoredPoint[][]> {
  const paths: ScoredPoint[][] = [];
  for (const entrant of measured.live.race.entrants) {
    const path: ScoredPoint[] = [];
    for (const point of entrant.path()) {
      if (!vectorOf(point.layers).every(Number.isFinite)) continue;
      const loss = known.get(point.layers) ?? (await lossOf(measured, point.layers));
      known.set(point.layers, loss);
      path.push({ point, loss, counts: false });
    }
    paths.push(path);
  }
  const start = paths[0]?.[0]?.loss ?? Number.POSITIVE_INFINITY;
  // The start is always used, whatever its loss is.
  for (const scored of paths.flat())
    scored.counts = scored.point.step === 0 || scored.loss <= runsAway * start;
  return paths;
}

async function lossOf(measured: MeasuredOn, layers: LayerWeights<Floats>[]): Promise<number> {
  const still = { origin: layers, alongX: layers, alongY: layers };
  const here = { from: 0, to: 0 };
  const [loss] = await lossesOver(measured, still, { x: here, y: here, steps: 1 });
  return loss!;
}

/** Losses as [y][x]. */
async function lossesOver(
  { session, live, rows, signal }: MeasuredOn,
  { origin, alongX, alongY }: Pick<Axes, 'origin' | 'alongX' | 'alongY'>,
  { x, y, steps }: Pick<RacePlane, 'x' | 'y' | 'steps'>,
): Promise<Float32Array> {
  const { network, loss, lossSettings } = live.ground.settings;
  const offsets = ({ from, to }: Side) =>
    Float64Array.from({ length: steps }, (_, k) => from + (steps > 1 ? ((to - from) * k) / (steps - 1) : 0));
  const losses = await session.options.engine.lossPlane(
    {
      ...{ network, loss, lossSettings, rows, layers: origin, alongX, alongY },
      ...{ x: offsets(x), y: offsets(y), threads: threadsBeside(session) },
    },
    signal,
  );
  return Float32Array.from(losses);
}

function axesOf(live: LiveRace, paths: ScoredPoint[][]): Axes {
  const { network } = live.ground.settings;
  const like = paths[0]![0]!.point.layers;
  if (live.parameters === 2) {
    const [x, y] = [...parameterIndices(network)] as [ParameterIndex, ParameterIndex];
    return {
      shown: { kind: 'parameters', x, y },
      positionOf: (layers) => [parameterAt(layers, x), parameterAt(layers, y)],
      origin: layersOf(new Float64Array(vectorOf(like).length), like),
      alongX: parameterDirection(like, x)!,
      alongY: parameterDirection(like, y)!,
    };
  }
  const axes = pathAxes(pointsForAxes(paths));
  return {
    shown: { kind: 'principal', share: axes.share },
    positionOf: (layers) => positionOn(axes, vectorOf(layers)),
    ...inLayers(axes, like),
  };
}

function inLayers({ centre, x, y }: PathAxes, like: LayerWeights<Floats>[]) {
  return { origin: layersOf(centre, like), alongX: layersOf(x, like), alongY: layersOf(y, like) };
}

function pointsForAxes(paths: ScoredPoint[][]): Float64Array[] {
  const numbers = vectorOf(paths[0]![0]!.point.layers).length;
  const most = Math.min(axesPoints, Math.floor(Math.sqrt(axesWork / numbers) / paths.length));
  return paths.flatMap((path) => {
    const counted = path.filter(({ counts }) => counts);
    // Counted from the end, so that the last point is included.
    const indices = thinned(
      Uint32Array.from(counted.keys(), (k) => counted.length - 1 - k),
      most,
    );
    return Array.from(indices.reverse(), (index) => vectorOf(counted[index]!.point.layers));
  });
}

type Side = RacePlane['x'];

/** The sides of a rectangle around all positions, with a margin. */
function edges(positions: [number, number][]): [Side, Side] {
  const [x, y] = [extent(positions.map(([at]) => at)), extent(positions.map(([, at]) => at))];
  const longest = Math.max(x.to - x.from, y.to - y.from);
  return [widened(x, longest), widened(y, longest)];
}

function extent(values: number[]): Side {
  return { from: Math.min(...values), to: Math.max(...values) };
}

function widened({ from, to }: Side, longest: number): Side {
  const length = Math.max(to - from, leastSide * longest) || 1;
  const [middle, half] = [(from + to) / 2, length * (0.5 + margin)];
  return { from: middle - half, to: middle + half };
}
