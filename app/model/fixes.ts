// What puts an issue of network or training right, as changes of the spec at their paths: data that a page offers and the backend
// takes. A fix is offered only where the spec that it leads to is better in this one respect and no worse in another.
import type { Remedy } from '../contract/issues/remedies.ts';

type SettingValue = Extract<Remedy, { kind: 'settings' }>['set'][number]['value'];

/** One setting, such as `training.batchSize`. */
export function setting(path: string, value: SettingValue): Remedy {
  return { kind: 'settings', set: [{ path, value }] };
}

/** Several at once, taken and taken back together. */
export function settings(values: Record<string, SettingValue>): Remedy {
  return { kind: 'settings', set: Object.entries(values).map(([path, value]) => ({ path, value })) };
}

/** The next larger batch whose last step of an epoch has more than one row. */
export function evenBatch(batchSize: number, rows: number): number {
  let next = batchSize + 1;
  while (next < rows && rows % next === 1) next++;
  return next;
}
