// Makes a permanent copy of some weights, with their optimizer state and position in the run.
import type { WhichWeights } from '../../contract/run/insight.ts';
import type { Checkpoint } from '../../contract/run/training.ts';
import type { Frozen } from '../../contract/run/walk.ts';
import type { OptimizerSpec } from '../../contract/spec/optimizers.ts';
import type { LiveRun } from '../runs/liveRun.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { type FrozenWeights, frozenWeights, keep, type WeightsOnGround } from './frozenWeights.ts';
import { refuseLarge } from './largeNetwork.ts';
import { currentRun, groundOfWeights, weightsOf } from './weightsOf.ts';

/** Throws AppError dataset_needed, spec_refused, run_needed, weights_gone, network_too_large. */
export async function freeze(session: WorkspaceSession, which: WhichWeights): Promise<Frozen> {
  const weights = await stateOf(session, which);
  refuseLarge(weights.layers);
  const { spec, run, epoch, step } = weights;
  return { frozen: keep(session, weights), spec, runId: run?.id ?? null, epoch: epoch ?? 0, step };
}

/** The weights with their optimizer state. For a run in progress, those at the end of its last epoch, where both are known. */
export async function stateOf(session: WorkspaceSession, which: WhichWeights): Promise<FrozenWeights> {
  if (typeof which === 'object' && 'frozen' in which) return frozenWeights(session, which.frozen);
  if (which === 'initial') {
    const ground = await weightsOf(session, which);
    const { optimizer } = ground.spec.training;
    return { ...ground, state: 'initial', optimizer, step: 0, stepsPerEpoch: 1 };
  }
  const run = currentRun(session);
  const checkpoint = checkpointOf(run, which);
  const ground =
    checkpoint === null ? await weightsOf(session, which) : await onCheckpoint(session, run, checkpoint);
  const { state: ofRun, step, stepsPerEpoch } = run.progress;
  const known = checkpoint?.step ?? (ofRun === 'paused' || ofRun === 'ready' ? step : null);
  return {
    ...ground,
    state: checkpoint ?? (ofRun === 'ready' ? 'initial' : 'notKept'),
    optimizer: optimizerAt(run, known ?? step),
    step: known,
    stepsPerEpoch: Math.max(1, stepsPerEpoch),
  };
}

async function onCheckpoint(
  session: WorkspaceSession,
  run: LiveRun,
  { layers, epoch }: Checkpoint,
): Promise<WeightsOnGround> {
  return { ...(await groundOfWeights(session, 'last')), layers, run, epoch };
}

/** The checkpoint that holds these weights; null where there is none. */
function checkpointOf(run: LiveRun, which: WhichWeights): Checkpoint | null {
  if (typeof which === 'object' && 'step' in which) return run.checkpointAt(which.step);
  const { best, state, step } = run.progress;
  const ended = run.settled || run.training?.closed === true;
  if (run.spec.training.ensemble !== undefined) return null;
  if (which === 'best' || ended) {
    const position = run.checkpoints.find(({ epoch }) => epoch === best?.epoch);
    return position === undefined ? null : run.checkpointAt(position.step);
  }
  const last = run.training?.lastCheckpoint() ?? null;
  return state === 'running' || last?.step === step ? last : null;
}

function optimizerAt({ spec, changes }: LiveRun, step: number): OptimizerSpec {
  const changed = changes.findLast((change) => change.optimizer !== undefined && change.step <= step);
  return changed?.optimizer ?? spec.training.optimizer;
}
