// What a key means on a layer's card: Enter adds below, D duplicates, O switches off or on, Del deletes, Alt and an arrow moves. In a
// text that is being typed only the last does anything, and a control that answers to letters or Enter itself keeps them.

export type LayerCommand = 'add' | 'duplicate' | 'switch' | 'remove' | 'up' | 'down';

type Key = Pick<KeyboardEvent, 'key' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey'>;

/** What the key was pressed on: a grip and a slider leave letters to the card, other controls do not. */
export type KeyTarget = 'card' | 'control' | 'text';

/** @param letters whether keys of one character are commands. */
export function layerCommand(event: Key, target: KeyTarget, letters: boolean): LayerCommand | null {
  if (event.ctrlKey || event.metaKey) return null;
  if (event.altKey)
    return ({ ArrowUp: 'up', ArrowDown: 'down' }[event.key] as LayerCommand | undefined) ?? null;
  if (target !== 'card' || event.shiftKey) return null;
  if (event.key === 'Enter') return 'add';
  if (event.key === 'Delete') return 'remove';
  if (!letters) return null;
  return ({ d: 'duplicate', o: 'switch' }[event.key.toLowerCase()] as LayerCommand | undefined) ?? null;
}

export function keyTarget(element: Element): KeyTarget {
  if (element.matches('input[type="range"], [data-grip]')) return 'card';
  if (element.matches('input:not([type="checkbox"]), textarea')) return 'text';
  return element.closest('button, a, summary, input, [role="listbox"]') ? 'control' : 'card';
}
