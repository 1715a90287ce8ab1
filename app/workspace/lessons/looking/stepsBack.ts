// The newest steps of a run, counted back: how many of them lowered the loss, or raised it. The weights are known after steps that were taken one by
// one and at the ends of epochs; counting ends at the first gap.
import { endedStates } from '../../../contract/run/training.ts';
import type { LookProblem } from '../../../engine/insight.ts';
import { placesOf } from '../../insight/loss/path.ts';
import type { LiveRun } from '../../runs/liveRun.ts';
import type { WorkspaceSession } from '../../workspaceSession.ts';
import type { Looking } from './looking.ts';
import type { Layers, StepsBack } from './seen.ts';

/** More would make no difference to a learner, and each costs a pass over the rows, once. */
const most = 200;

interface Along {
  problem: LookProblem;
  startLayers: Layers;
  /** The run's step when the weights were asked for, and the loss at the weights that came. */
  stepAsked: number;
  loss: number;
}

export async function stepsBack(
  session: WorkspaceSession,
  looking: Looking,
  run: LiveRun,
  { problem, startLayers, stepAsked, loss }: Along,
): Promise<StepsBack | null> {
  const { step, state, best, stepsPerEpoch } = run.progress;
  if (step === 0) return { falls: 0, rises: 0, before: null };
  const places = new Map((await placesOf(run)).map((place) => [place.step, place]));
  const layersAt = async (at: number) =>
    at === 0 ? startLayers : ((await places.get(at)?.layers()) ?? null);
  const before = await layersAt(step - 1);
  if (before === null) return null;
  const beginnings = run.training !== null && 'beginnings' in run.training ? run.training.beginnings : 0;
  const known = looking.lossesOf(`${run.id} ${beginnings}`);
  // After training has ended, the present weights are those of the best epoch. A step that was taken meanwhile has another loss, or has it already.
  const areNewest = !endedStates.includes(state) || best === null || best.epoch * stepsPerEpoch === step;
  if (areNewest && step === stepAsked) known.set(step, loss);
  const lossAt = async (at: number) => {
    const earlier = known.get(at);
    if (earlier !== undefined) return earlier;
    const layers = await layersAt(at);
    const found =
      layers === null ? null : (await session.options.engine.lossGradient({ ...problem, layers })).loss;
    known.set(at, found);
    return found;
  };
  const falls = await counted(step, lossAt, (after, earlier) => after < earlier);
  // A loss that is no longer finite has risen.
  const rises = await counted(step, lossAt, (after, earlier) => after > earlier || !Number.isFinite(after));
  return { falls, rises, before };
}

async function counted(
  step: number,
  lossAt: (step: number) => Promise<number | null>,
  isOn: (after: number, earlier: number) => boolean,
): Promise<number> {
  const steps = Math.min(most, step);
  let after = await lossAt(step);
  for (let count = 0; count < steps; count++) {
    const earlier = await lossAt(step - count - 1);
    if (after === null || earlier === null || !isOn(after, earlier)) return count;
    after = earlier;
  }
  return steps;
}
