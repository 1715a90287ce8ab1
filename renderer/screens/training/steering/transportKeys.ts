// Which key does what to the run; Space presses the main button, which says what that is. Keys of one character can be switched off,
// since dictation or a slip of the hand may press them by accident.

import { pressCharacter } from '../../../controls/characterKeys.ts';
import type { Steering } from '../../../state/run/steering.svelte.ts';

/** @param main presses the main button: pause, resume, or train again once the run has ended. */
export function pressKey(event: KeyboardEvent, steering: Steering, main: () => void): void {
  pressCharacter(event, {
    ' ': main,
    b: () => steering.step('batch'),
    e: () => steering.step('epoch'),
    r: () => steering.rewind(),
    s: () => steering.stop(),
    '[': () => steering.scaleRate(0.5),
    ']': () => steering.scaleRate(2),
  });
}
