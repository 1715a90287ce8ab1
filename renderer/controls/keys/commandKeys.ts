// The keys of every command: what buttons show, what the palette shows, what the list of keys shows and what the page listens to. A key
// of one character works where no text is typed, and only while such keys are switched on (state/preferences.svelte.ts).

export interface CommandKey {
  /** As `aria-keyshortcuts` names it. */
  aria: string;
  /** As it is shown; a name of a key that has another one in Korean is none of ours. */
  shown: string;
}
interface CharacterKey extends CommandKey {
  /** Lower case, as a keyboard event says it. */
  character: string;
}

const character = (shown: string): CharacterKey => ({ aria: shown, shown, character: shown.toLowerCase() });
const control = (letter: string): CommandKey => ({ aria: `Control+${letter}`, shown: `Ctrl+${letter}` });

export const commandKeys = {
  find: control('K'),
  open: control('O'),
  undo: control('Z'),
  redo: { aria: 'Control+Shift+Z', shown: 'Ctrl+Shift+Z' },
  train: { aria: 'Control+Enter', shown: 'Ctrl ↵' },
  stages: { aria: '1 2 3 4 5', shown: '1 – 5', character: '' },
  toggle: { aria: 'Space', shown: 'Space', character: ' ' },
  batch: character('B'),
  epoch: character('E'),
  stop: character('S'),
  rewind: character('R'),
  halveRate: character('['),
  doubleRate: character(']'),
  earlier: character(','),
  later: character('.'),
} as const satisfies Record<string, CommandKey | CharacterKey>;

export type KeyedCommand = keyof typeof commandKeys;
