// What a run's progress says of it.

import type { Progress } from '../../app/contract/run/training.ts';
import { m } from '../paraglide/messages.js';
import { numbers } from './numbers.ts';

/** Whether the run was opened from a model file: it has weights but no epochs. */
export function isOnlyWeights({ state, epoch }: Progress): boolean {
  return state === 'finished' && epoch === 0;
}

/** Of an ensemble: its networks are at different epochs, so those that have ended are counted. */
export function membersLine(
  state: Exclude<Progress['state'], 'ready'>,
  { ended, count }: NonNullable<Progress['members']>,
): string {
  const values = { ended: numbers().whole(ended), networks: numbers().whole(count) };
  return m[`progress_members_${state}`](values);
}
