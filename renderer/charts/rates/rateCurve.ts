// The learning rate that a schedule gives each step, for a drawing before training: the formulas of native/nn/optimizer/schedule;
// a test compares the two. `reduceOnPlateau` is drawn as if the monitored value never got better after the first epoch.

import type { ScheduleSpec } from '../../../app/contract/spec/schedules.ts';

export interface StepPosition {
  /** Both from 0. */
  epoch: number;
  step: number;
  stepsPerEpoch: number;
  epochs: number;
}

/** @param rate the optimizer's own. */
export function scheduledRate(schedule: ScheduleSpec, rate: number, position: StepPosition): number {
  const { epoch, epochs } = position;
  switch (schedule.type) {
    case 'constant':
      return rate;
    case 'step':
      return rate * schedule.factor ** Math.floor(epoch / schedule.every);
    case 'exponential':
      return rate * schedule.factor ** epoch;
    case 'inverseTime':
      return rate / (1 + schedule.decay * epoch);
    case 'cosine':
      return alongCosine(rate, schedule.minimum, epoch / epochs);
    case 'warmupCosine':
      return warmupCosine(rate, schedule, position);
    case 'oneCycle':
      return oneCycle(rate, position);
    case 'reduceOnPlateau': {
      // The first epoch counts as the best; after it the rate falls each time the patience runs out.
      const falls = Math.floor(Math.max(0, epoch - 1) / (schedule.patience + 1));
      return Math.max(rate * schedule.factor ** falls, Math.min(schedule.minimum, rate));
    }
  }
}

/** From `start` (share 0) to `end` (share 1) along half a cosine. */
function alongCosine(start: number, end: number, share: number): number {
  return end + ((start - end) / 2) * (1 + Math.cos(Math.PI * share));
}

function warmupCosine(
  rate: number,
  { warmupEpochs, minimum }: Extract<ScheduleSpec, { type: 'warmupCosine' }>,
  { epoch, step, stepsPerEpoch, epochs }: StepPosition,
): number {
  const warmup = warmupEpochs * stepsPerEpoch;
  const at = epoch * stepsPerEpoch + step;
  if (at < warmup) return (rate * (at + 1)) / warmup;
  return alongCosine(rate, minimum, (at - warmup) / Math.max(epochs * stepsPerEpoch - warmup, 1));
}

/** PyTorch's one-cycle: over the first 30 % of the steps up from 1/25 of the rate, then down to 1/250,000 of it. */
function oneCycle(rate: number, { epoch, step, stepsPerEpoch, epochs }: StepPosition): number {
  const last = epochs * stepsPerEpoch - 1;
  const top = 0.3 * (last + 1) - 1;
  const at = epoch * stepsPerEpoch + step;
  if (at <= top) return alongCosine(rate / 25, rate, at / top);
  return alongCosine(rate, rate / 25 / 1e4, Math.min((at - top) / (last - top), 1));
}

export interface RatePoint {
  /** Epochs completed before the step, with a fraction. */
  epoch: number;
  rate: number;
}

/** At most `count` steps of a training, sampled evenly, the first and the last among them. */
export function rateCurve(
  schedule: ScheduleSpec,
  rate: number,
  { epochs, stepsPerEpoch }: Pick<StepPosition, 'epochs' | 'stepsPerEpoch'>,
  count = 241,
): RatePoint[] {
  const steps = Math.max(1, epochs * stepsPerEpoch);
  const points = Math.min(count, steps);
  return Array.from({ length: points }, (_, i) => {
    const at = points === 1 ? 0 : Math.round((i / (points - 1)) * (steps - 1));
    const position = {
      epoch: Math.floor(at / stepsPerEpoch),
      step: at % stepsPerEpoch,
      stepsPerEpoch,
      epochs,
    };
    return { epoch: at / stepsPerEpoch, rate: scheduledRate(schedule, rate, position) };
  });
}
