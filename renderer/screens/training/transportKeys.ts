// Which key does what to the run, where no field has the focus. Keys of one character can be switched off (a voice that
// dictates, or a hand that slips, presses them by accident).
import type { Steering } from '../../state/steering.svelte.ts';

const actions: Record<string, (steering: Steering) => void> = {
  ' ': (steering) => steering.toggle(),
  b: (steering) => steering.step('batch'),
  e: (steering) => steering.step('epoch'),
  r: (steering) => steering.rewind(),
  s: (steering) => steering.stop(),
  '[': (steering) => steering.scaleRate(0.5),
  ']': (steering) => steering.scaleRate(2),
};

const typing = 'input:not([type="range"]), textarea, select, [contenteditable], [role="listbox"]';
/** These answer to Space themselves. */
const pressed = 'button, a, summary, input';

export function pressKey(event: KeyboardEvent, steering: Steering): void {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  const target = event.target as HTMLElement;
  if (target.closest(typing) || (event.key === ' ' && target.closest(pressed))) return;
  const action = actions[event.key.toLowerCase()];
  if (!action) return;
  event.preventDefault();
  action(steering);
}
