// A series of looks that never grows beyond what can be seen: of too many every second is dropped, the first and the last stay.

import type { Statistics } from '../../../app/contract/run/insight.ts';
import type { Progress } from '../../../app/contract/run/training.ts';

export interface Look {
  epoch: number;
  step: number;
  layers: Statistics['layers'];
  /** How large the steps were then, layer by layer. */
  updateRatios: Progress['updateRatios'];
}

export const mostLooks = 120;

/** In the order of steps, whenever it was looked; another look at the same step takes its place. */
export function withLook<Kept extends { step: number }>(looks: readonly Kept[], next: Kept): readonly Kept[] {
  const before = looks.filter(({ step }) => step < next.step);
  const after = looks.filter(({ step }) => step > next.step);
  return thinned([...before, next, ...after]);
}

/** At most so many, evenly chosen, the first and the last among them. */
export function evenly<Item>(items: readonly Item[], most: number): readonly Item[] {
  if (items.length <= most) return items;
  return Array.from({ length: most }, (_, k) => items[Math.round((k * (items.length - 1)) / (most - 1))]!);
}

function thinned<Kept>(looks: readonly Kept[], most = mostLooks): readonly Kept[] {
  if (looks.length <= most) return looks;
  const last = looks.length - 1;
  return looks.filter((_, k) => k % 2 === 0 || k === last);
}
