// Which key does what to the run. Keys of one character can be switched off, since dictation or a slip of the hand may press them by
// accident.

import { pressCharacter } from '../../../controls/characterKeys.ts';
import type { Steering } from '../../../state/run/steering.svelte.ts';

export function pressKey(event: KeyboardEvent, steering: Steering): void {
  pressCharacter(event, {
    ' ': () => steering.toggle(),
    b: () => steering.step('batch'),
    e: () => steering.step('epoch'),
    r: () => steering.rewind(),
    s: () => steering.stop(),
    '[': () => steering.scaleRate(0.5),
    ']': () => steering.scaleRate(2),
  });
}
