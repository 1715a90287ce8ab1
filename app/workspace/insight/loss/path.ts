// The values of some parameters over the steps of the current run: where its weights have been. With slopes, the loss at each
// point and its derivatives by these parameters.
import type { Floats, LayerWeights } from '../../../contract/model.ts';
import { insightLimits } from '../../../contract/run/insightLimits.ts';
import type { PathInput, PathPoint, WeightsPath } from '../../../contract/run/lossPath.ts';
import { type CheckpointPosition, endedStates } from '../../../contract/run/training.ts';
import type { LookProblem } from '../../../engine/insight.ts';
import { parameterAt } from '../../../model/parameterIndices.ts';
import type { LiveRun } from '../../runs/liveRun.ts';
import { partOf } from '../../table/ground.ts';
import type { WorkspaceSession } from '../../workspaceSession.ts';
import { problemOf } from '../insightProblem.ts';
import { groundOf, groundOfWeights, initialWeights } from '../weightsOf.ts';
import { lossRows, mostPoints } from './lossWork.ts';
import { directionAt } from './plane.ts';
import { finite } from './slice.ts';

type Layers = LayerWeights<Floats>[];
/** A position of the run, and its weights, which are read only if the point is taken. */
interface Place extends CheckpointPosition {
  layers: () => Layers | null | Promise<Layers | null>;
}

/** Does not interrupt a run in progress. Throws AppError dataset_needed, spec_refused, nothing_to_score, option_invalid. */
export async function pathOf(
  session: WorkspaceSession,
  { parameters, slopes = false, most = insightLimits.pathPoints.max }: PathInput,
  signal: AbortSignal | undefined,
): Promise<WeightsPath> {
  const run = session.live;
  const ground = run === null ? await groundOf(session) : await groundOfWeights(session, 'last');
  const initial = (run?.given?.initial ?? initialWeights(session, ground.settings)) as Layers;
  for (const [k, parameter] of parameters.entries()) directionAt(initial, parameter, `parameters[${k}]`);
  const chosen = lossRows(ground, 'train');
  const places = [{ epoch: 0, step: 0, layers: () => initial }, ...(run === null ? [] : await placesOf(run))];
  const points: PathPoint[] = [];
  const problem = slopes ? await problemOf({ ...ground, layers: initial, run, epoch: null }, chosen) : null;
  const fit = slopes ? mostPoints(ground, chosen.length) : insightLimits.pathPoints.max;
  for (const { epoch, step, layers } of evenly(places, Math.min(most, fit))) {
    signal?.throwIfAborted();
    const found = await layers();
    // A checkpoint may have been dropped meanwhile.
    if (found === null) continue;
    const values = parameters.map((parameter) => finite(parameterAt(found, parameter)));
    const look = problem && { ...problem, layers: found };
    points.push({ epoch, step, values, ...(await slopesAt(session, look, parameters, signal)) });
  }
  return { rows: chosen.length, all: partOf(ground, 'train').length, points };
}

async function slopesAt(
  session: WorkspaceSession,
  problem: LookProblem | null,
  parameters: PathInput['parameters'],
  signal: AbortSignal | undefined,
): Promise<Pick<PathPoint, 'loss' | 'slopes'>> {
  if (problem === null) return { loss: null, slopes: null };
  const { loss, layers } = await session.options.engine.lossGradient(problem, signal);
  return {
    loss: finite(loss),
    slopes: parameters.map((parameter) => finite(parameterAt(layers, parameter))),
  };
}

/** After the initial weights, by ascending step: checkpoints, steps taken by hand, and the present weights of a run at rest. */
export async function placesOf(run: LiveRun): Promise<Place[]> {
  const kept = new Map<number, Place>();
  for (const { epoch, step } of run.checkpoints)
    kept.set(step, { epoch, step, layers: () => exactly(run, step) });
  for (const { epoch, step, layers } of run.trail) kept.set(step, { epoch, step, layers: () => layers });
  const { state, step, epoch, best, stepsPerEpoch } = run.progress;
  if (!run.settled && (state === 'paused' || state === 'ready') && step > 0 && !kept.has(step)) {
    const layers = run.training?.weights('last');
    if (layers !== undefined) kept.set(step, { epoch, step, layers: () => layers });
  }
  if (kept.size === 0 && endedStates.includes(state) && best !== null) {
    const layers = async () => (await run.keptModel()).members[0] ?? null;
    return [{ epoch: best.epoch, step: best.epoch * stepsPerEpoch, layers }];
  }
  return [...kept.values()].sort((a, b) => a.step - b.step);
}

/** The weights of the checkpoint of this very step. */
function exactly(run: LiveRun, step: number): Layers | null {
  const checkpoint = run.checkpointAt(step);
  return checkpoint?.step === step ? checkpoint.layers : null;
}

/** At most `most` of them, the first and the last one among them. */
function evenly<Item>(items: readonly Item[], most: number): readonly Item[] {
  if (items.length <= most) return items;
  return Array.from({ length: most }, (_, k) => items[Math.round((k * (items.length - 1)) / (most - 1))]!);
}
