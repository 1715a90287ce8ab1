// Keys of one character as commands of a screen, where no field has the focus and nothing that answers to Space itself.

const typing = 'input:not([type="range"]), textarea, select, [contenteditable], [role="listbox"]';
/** These answer to Space themselves. */
const pressed = 'button, a, summary, input';

/** @param actions by their keys, in lower case. */
export function pressCharacter(event: KeyboardEvent, actions: Record<string, () => void>): void {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  const target = event.target as HTMLElement;
  if (target.closest(typing) || (event.key === ' ' && target.closest(pressed))) return;
  const action = actions[event.key.toLowerCase()];
  if (!action) return;
  event.preventDefault();
  action();
}
