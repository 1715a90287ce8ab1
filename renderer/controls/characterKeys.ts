// Keys of one character as commands of a screen, where no text is being typed. Space is one of them: on a screen that gives it a
// meaning it does that and nothing else, whatever button was pressed last; buttons answer to Enter. What needs Space itself keeps it.

/** Characters are typed into these, or choose in them; an open dialog lies above the screen and its commands. */
const takesCharacters = [
  'input:not([type="range"], [type="checkbox"], [type="radio"])',
  'textarea, select, [contenteditable], [role="listbox"], [role="combobox"]',
  'dialog, [role="dialog"]',
].join();
const takesSpace = 'input[type="checkbox"], input[type="radio"], [role="switch"]';

interface Options {
  /** Whether a key that is held down acts again and again. */
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

/** Firefox presses a focused button when Space is released, whatever became of the press. */
function preventRelease(event: KeyboardEvent): void {
  if (event.key !== ' ') return;
  event.preventDefault();
  removeEventListener('keyup', preventRelease, true);
}
