// What a run's progress says of it.

import type { Progress } from '../../app/contract/run/training.ts';

/** Whether the run was opened from a model file: it has weights but no epochs. */
export function isOnlyWeights({ state, epoch }: Progress): boolean {
  return state === 'finished' && epoch === 0;
}
