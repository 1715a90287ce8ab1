// A series of looks that never grows beyond what can be seen: of too many every second is dropped, the first and the last stay.
import type { Statistics } from '../../app/contract/insight.ts';
import type { Progress } from '../../app/contract/training.ts';

export interface Look {
  epoch: number;
  step: number;
  layers: Statistics['layers'];
  /** How large the steps were then, layer by layer. */
  updateRatios: Progress['updateRatios'];
}

export const mostLooks = 120;

export function thinned<Kept>(looks: readonly Kept[], most = mostLooks): readonly Kept[] {
  if (looks.length <= most) return looks;
  const last = looks.length - 1;
  return looks.filter((_, k) => k % 2 === 0 || k === last);
}
