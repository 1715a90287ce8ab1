// The weights that an insight call asks for, with their spec and rows: the initial weights of a spec, those of the run in
// progress, saved ones, or a frozen copy.
import { AppError } from '../../contract/issues/errors.ts';
import type { Floats, LayerWeights, Model } from '../../contract/model.ts';
import type { WhichWeights } from '../../contract/run/insight.ts';
import { groundOfRun } from '../runs/groundOfRun.ts';
import type { LiveRun } from '../runs/liveRun.ts';
import { type Ground, groundOn } from '../table/ground.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { frozenWeights, type WeightsOnGround } from './frozenWeights.ts';

/** Spec, rows and preparation of the workspace. Throws AppError dataset_needed, spec_refused. */
export function groundOf({ open, state }: WorkspaceSession): Promise<Ground> {
  return groundOn(open, state.value.spec);
}

/** The current run. Throws AppError run_needed. */
export function currentRun(session: WorkspaceSession): LiveRun {
  if (session.live !== null) return session.live;
  throw new AppError('run_needed', 'There is no run; train one first.');
}

/** Those of the workspace's spec for initial weights, the copy's for a frozen copy, else the current run's. */
export async function groundOfWeights(session: WorkspaceSession, which: WhichWeights): Promise<Ground> {
  if (typeof which === 'object' && 'frozen' in which) return frozenWeights(session, which.frozen);
  return which === 'initial' ? groundOf(session) : groundOfRun(session, currentRun(session));
}

/** The weights and the spec they belong to. A run in progress is read between two steps and continues. */
export async function weightsOf(session: WorkspaceSession, which: WhichWeights): Promise<WeightsOnGround> {
  if (typeof which === 'object' && 'frozen' in which) return frozenWeights(session, which.frozen);
  if (which === 'initial') {
    const ground = await groundOf(session);
    return { ...ground, layers: initialWeights(session, ground.settings), run: null, epoch: null };
  }
  const run = currentRun(session);
  const ground = await groundOfWeights(session, which);
  const training = run.settled || run.training?.closed === true ? null : run.training;
  if (typeof which === 'object' && 'step' in which) {
    const checkpoint = run.checkpointAt(which.step);
    if (checkpoint === null)
      throw new AppError('run_needed', 'This run keeps no weights of that step; choose another one.');
    return { ...ground, layers: checkpoint.layers, run, epoch: checkpoint.epoch };
  }
  const { best, epoch } = run.progress;
  // An ended run keeps only its best weights.
  const { of, member } = typeof which === 'object' ? which : { of: which, member: 0 };
  const ofBest = of === 'best' || training === null;
  const layers = training?.weights(of, member) ?? memberOf(await run.keptModel(), member);
  return { ...ground, layers, run, epoch: (ofBest ? best?.epoch : undefined) ?? epoch };
}

/** The weights of all networks that a picture is averaged over: of an ensemble those of each that has begun, else the one that is meant. */
export async function networksOf(
  session: WorkspaceSession,
  which: WhichWeights,
): Promise<{ ground: WeightsOnGround; networks: LayerWeights<Floats>[][] }> {
  const ground = await weightsOf(session, which);
  const { run } = ground;
  const ensemble = run?.spec.training.ensemble;
  if (run === null || ensemble === undefined || (which !== 'best' && which !== 'last'))
    return { ground, networks: [ground.layers] };
  const { training } = run;
  if (run.settled || training === null || training.closed)
    return { ground, networks: (await run.keptModel()).members };
  const begun = 'begun' in training ? training.begun() : [0];
  return { ground, networks: begun.map((member) => training.weights(which, member)) };
}

/** The weights alone: those of an ended run need no table. */
export async function layersOf(
  session: WorkspaceSession,
  which: WhichWeights,
): Promise<LayerWeights<Floats>[]> {
  const { live, open } = session;
  if (open === null && live?.settled) {
    if (which === 'best') return memberOf(await live.keptModel(), 0);
    if (typeof which === 'object' && 'member' in which) return memberOf(await live.keptModel(), which.member);
  }
  return (await weightsOf(session, which)).layers;
}

/** Throws AppError option_invalid. */
function memberOf({ members }: Model, member: number): LayerWeights[] {
  const layers = members[member];
  if (layers !== undefined) return layers;
  const expected = `0 to ${members.length - 1}`;
  const sentence = `The model has ${members.length} ${members.length === 1 ? 'network' : 'networks'}; there is no network ${member}, counted from 0.`;
  throw new AppError('option_invalid', sentence, { option: 'member', expected, found: String(member) });
}

/** The initial weights of a run with these settings, read from a run that is never started. */
export function initialWeights(
  session: WorkspaceSession,
  settings: Ground['settings'],
): LayerWeights<Floats>[] {
  const { network, loss } = settings;
  const outputs = network.layers.at(-1)?.units ?? 1;
  const run = session.options.engine.createRun({
    ...settings,
    threads: 1,
    train: {
      rows: 1,
      features: new Float32Array(network.inputs),
      targets: new Float32Array(loss.startsWith('categorical') ? 1 : outputs),
      weights: null,
    },
    validation: null,
  });
  try {
    return run.weights('last');
  } finally {
    run.dispose();
  }
}
