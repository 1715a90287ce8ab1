// The keyboard in the table's header: arrows go from column to column, with Shift they choose on the way; T and R open a column's
// list of types and roles. Goes over the whole table, also where it is not drawn.

export type GridKey =
  | { do: 'go'; to: number; extend: boolean }
  | { do: 'open'; list: 'type' | 'role' }
  | { do: 'chooseNone' };

interface Pressed {
  key: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}

/** @param at 0-based column. @param letters whether keys of one character are commands. */
export function gridKey(
  { key, shiftKey, ctrlKey, metaKey, altKey }: Pressed,
  at: number,
  columns: number,
  letters: boolean,
): GridKey | null {
  if (ctrlKey || metaKey || altKey) return null;
  const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: columns - 1 }[key];
  if (to !== undefined) return { do: 'go', to: Math.max(0, Math.min(columns - 1, to)), extend: shiftKey };
  if (key === 'Escape') return { do: 'chooseNone' };
  if (!letters) return null;
  if (key.toLowerCase() === 't') return { do: 'open', list: 'type' };
  return key.toLowerCase() === 'r' ? { do: 'open', list: 'role' } : null;
}
