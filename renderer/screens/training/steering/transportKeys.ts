// Which key does what to the run; Space presses the main button, which says what that is. Keys of one character can be switched off,
// since dictation or a slip of the hand may press them by accident.

import { pressCharacter } from '../../../controls/characterKeys.ts';
import { commandKeys } from '../../../controls/keys/commandKeys.ts';
import type { Steering } from '../../../state/run/steering.svelte.ts';

/** @param main presses the main button: pause, resume, or train again once the run has ended. */
export function pressKey(event: KeyboardEvent, steering: Steering, main: () => void): void {
  pressCharacter(event, {
    [commandKeys.toggle.character]: main,
    [commandKeys.batch.character]: () => steering.step('batch'),
    [commandKeys.epoch.character]: () => steering.step('epoch'),
    [commandKeys.rewind.character]: () => steering.rewind(),
    [commandKeys.stop.character]: () => steering.stop(),
    [commandKeys.halveRate.character]: () => steering.scaleRate(0.5),
    [commandKeys.doubleRate.character]: () => steering.scaleRate(2),
  });
}
