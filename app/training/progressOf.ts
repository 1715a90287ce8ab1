// Where a run is now, as pages see it: the engine's snapshot, and what the engine does not know.
import type { DivergenceCause, Progress } from '../contract/run/training.ts';
import type { Snapshot } from '../engine/engine.ts';

interface Beside extends Pick<Progress, 'state' | 'epochs' | 'seconds' | 'secondsLeft'> {
  /** A cell that explains a divergence better than the engine can. */
  farCell: DivergenceCause | null;
}

export function progressOf(snapshot: Snapshot, { farCell, ...beside }: Beside): Progress {
  const { epoch, step, stepsPerEpoch, rowsPerSecond, best, learningRate, reason, divergedAt, cause } =
    snapshot;
  return {
    ...beside,
    ...{ epoch, step, stepsPerEpoch, rowsPerSecond, best, learningRate, reason, divergedAt },
    cause: cause === null ? null : (farCell ?? cause),
    updateRatios: snapshot.updateRatios,
  };
}
