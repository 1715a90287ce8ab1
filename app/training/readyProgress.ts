// The progress of a training before its first step.
import type { Progress } from '../contract/run/training.ts';

export function readyProgress(epochs: number): Progress {
  return {
    state: 'ready',
    epoch: 0,
    step: 0,
    epochs,
    stepsPerEpoch: 0,
    seconds: 0,
    rowsPerSecond: 0,
    secondsLeft: null,
    best: null,
    learningRate: null,
    reason: null,
    divergedAt: null,
    cause: null,
    updateRatios: null,
  };
}
