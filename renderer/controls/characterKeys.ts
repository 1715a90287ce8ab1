// Single-character keys as commands of a screen, while no text is being typed. On a screen with a command for Space, Space does not
// press the focused button (Enter does); controls that need Space, such as checkboxes, keep it.

/** Elements that take characters as text or to choose an item, and dialogs, which lie above the screen and its commands. */
const takesCharacters = [
  'input:not([type="range"], [type="checkbox"], [type="radio"])',
  'textarea, select, [contenteditable], [role="listbox"], [role="combobox"]',
  'dialog, [role="dialog"]',
].join();
const takesSpace = 'input[type="checkbox"], input[type="radio"], [role="switch"]';

interface Options {
  /** Whether a key that is held down repeats its action. */
  repeats?: boolean;
}

/** @param actions by their keys, in lower case. */
export function pressCharacter(
  event: KeyboardEvent,
  actions: Record<string, () => void>,
  { repeats = false }: Options = {},
): void {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  const target = event.target as Element;
  const isSpace = event.key === ' ';
  if (target.closest(takesCharacters) || (isSpace && target.closest(takesSpace))) return;
  const action = actions[event.key.toLowerCase()];
  if (!action) return;
  event.preventDefault();
  if (isSpace) addEventListener('keyup', preventRelease, true);
  if (!event.repeat || repeats) action();
}

/** Firefox presses a focused button when Space is released, even if the keydown was prevented. */
function preventRelease(event: KeyboardEvent): void {
  if (event.key !== ' ') return;
  event.preventDefault();
  removeEventListener('keyup', preventRelease, true);
}
