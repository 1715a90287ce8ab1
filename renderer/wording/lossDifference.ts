// Why the loss of a run does not compare with that of another, as the end of a sentence about it.

import { m } from '../paraglide/messages.js';

export function differenceWords(difference: 'function' | 'weights' | 'scale'): string {
  return {
    function: m.compare_other_loss,
    weights: m.compare_other_weights,
    scale: m.compare_other_rows,
  }[difference]();
}
