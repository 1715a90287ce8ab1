// Why the loss of a run does not compare with that of another, as the end of a sentence about it.

import { m } from '../paraglide/messages.js';
import type { LossDifference } from '../state/run/comparableLoss.ts';

export function differenceWords(difference: LossDifference): string {
  return {
    function: m.compare_other_loss,
    weights: m.compare_other_weights,
    scale: m.compare_other_rows,
  }[difference]();
}
