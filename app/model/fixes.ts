// Remedies for issues of network or training, as changes of the spec at their paths: data that a page offers and the backend
// applies. A remedy is offered only if it improves the spec in this respect and makes it no worse in another.
import type { Remedy } from '../contract/issues/remedies.ts';

type SettingValue = Extract<Remedy, { kind: 'settings' }>['set'][number]['value'];

/** Changes one setting, such as `training.batchSize`. */
export function setting(path: string, value: SettingValue): Remedy {
  return { kind: 'settings', set: [{ path, value }] };
}

/** Changes several settings, applied and undone together. */
export function settings(values: Record<string, SettingValue>): Remedy {
  return { kind: 'settings', set: Object.entries(values).map(([path, value]) => ({ path, value })) };
}

/** The next larger batch size for which the last batch of an epoch has more than one row. */
export function evenBatch(batchSize: number, rows: number): number {
  let next = batchSize + 1;
  while (next < rows && rows % next === 1) next++;
  return next;
}
