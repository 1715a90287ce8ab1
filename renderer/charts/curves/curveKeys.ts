// What a key does while the curves have the focus: arrows move the cursor, plus and minus zoom around it, page keys move the window.

import { moved, type Window, zoomed } from './zoom.ts';

interface Now {
  /** The epoch of the cursor. */
  at: number;
  first: number;
  last: number;
  window: Window;
}
type Key = Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>;

/** null for a key without a meaning here. */
export function curveKey(
  { key, shiftKey, ctrlKey, metaKey, altKey }: Key,
  { at, first, last, window }: Now,
): { cursor?: number; window?: Window } | null {
  if (ctrlKey || metaKey || altKey) return null;
  const [from, to] = window ?? [0, last];
  const stride = shiftKey ? Math.max(1, Math.round((to - from) / 20)) : 1;
  switch (key) {
    case 'ArrowLeft':
      return { cursor: at - stride };
    case 'ArrowRight':
      return { cursor: at + stride };
    case 'Home':
      return { cursor: first };
    case 'End':
      return { cursor: last };
    case 'PageUp':
      return { window: moved(window, last, -0.5) };
    case 'PageDown':
      return { window: moved(window, last, 0.5) };
    case '+':
    case '=':
      return { window: zoomed(window, last, at, 0.5) };
    case '-':
      return { window: zoomed(window, last, at, 2) };
    case 'Escape':
      return { window: null };
    default:
      return null;
  }
}
