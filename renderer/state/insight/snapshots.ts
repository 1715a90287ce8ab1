// Snapshots of the layers' statistics in the order of steps, at most `mostSnapshots`: when there are more, every second one is
// dropped; the first and the last stay.

import type { Statistics } from '../../../app/contract/run/insight.ts';
import type { Progress } from '../../../app/contract/run/training.ts';

/** The statistics of all layers at one step. */
export interface Snapshot {
  epoch: number;
  step: number;
  layers: Statistics['layers'];
  /** Update-to-weight ratio of each layer. */
  updateRatios: Progress['updateRatios'];
}

export const mostSnapshots = 120;

/** The snapshots with one more, put in by its step; it replaces one of the same step. */
export function withSnapshot<Kept extends { step: number }>(
  snapshots: readonly Kept[],
  next: Kept,
): readonly Kept[] {
  const before = snapshots.filter(({ step }) => step < next.step);
  const after = snapshots.filter(({ step }) => step > next.step);
  return thinned([...before, next, ...after]);
}

/** At most `most` of the items, sampled evenly, the first and the last among them. */
export function evenly<Item>(items: readonly Item[], most: number): readonly Item[] {
  if (items.length <= most) return items;
  return Array.from({ length: most }, (_, k) => items[Math.round((k * (items.length - 1)) / (most - 1))]!);
}

function thinned<Kept>(snapshots: readonly Kept[], most = mostSnapshots): readonly Kept[] {
  if (snapshots.length <= most) return snapshots;
  const last = snapshots.length - 1;
  return snapshots.filter((_, k) => k % 2 === 0 || k === last);
}
