// Keys in the table's header and presses on its cells, for all columns at one place: cells come and go while a person scrolls.

import type { Attachment } from 'svelte/attachments';
import { gridKey } from '../table/gridKeys.ts';
import type { TableState } from '../table/tableState.svelte.ts';

interface Drawn {
  table: TableState;
  names(): readonly string[];
  /** Index of the first column that is drawn. */
  first(): number;
  /** Whether keys of one character are commands. */
  letters(): boolean;
  /** Draws a column and puts the keyboard on its name. */
  goTo(column: number): void;
}

export function columnPresses({ table, names, first, letters, goTo }: Drawn): Attachment<HTMLElement> {
  function key(event: KeyboardEvent): void {
    const head = (event.target as HTMLElement).closest<HTMLElement>('th[data-column]');
    // An open list has the keys to itself.
    if (!head || table.listOpen) return;
    const at = Number(head.dataset.column);
    const all = names();
    const asked = gridKey(event, at, all.length, letters());
    if (!asked) return;
    // Before the lists of types and roles, for which a letter begins a name.
    event.preventDefault();
    event.stopPropagation();
    if (asked.do === 'chooseNone') table.chooseNone();
    else if (asked.do === 'open') {
      const list = head.querySelectorAll<HTMLElement>('[role="combobox"]')[asked.list === 'type' ? 0 : 1];
      // It is from its button that a list takes its keys.
      list?.focus();
      if (list) table.open(all[at] ?? '', asked.list, true);
    } else {
      if (asked.extend && table.chosen.length === 0) table.choose(all[at] ?? '', 'only');
      if (asked.extend) table.choose(all[asked.to] ?? '', 'extend');
      goTo(asked.to);
    }
  }

  /** A press anywhere on a column chooses it, unless it is on a button or selects text. */
  function press(event: MouseEvent): void {
    const target = event.target as HTMLElement;
    if (target.closest('button, input') || getSelection()?.isCollapsed === false) return;
    const cell = target.closest<HTMLTableCellElement>('th[data-column], td');
    const name = cell ? names()[first() + cell.cellIndex - 1] : undefined;
    if (name !== undefined) table.choose(name, howChosen(event));
  }

  return (element) => {
    element.addEventListener('keydown', key, true);
    element.addEventListener('click', press);
    return () => {
      element.removeEventListener('keydown', key, true);
      element.removeEventListener('click', press);
    };
  };
}

/** Shift reaches from the column before to this one, Ctrl puts it beside the others. */
export function howChosen({
  shiftKey,
  ctrlKey,
  metaKey,
}: Pick<MouseEvent, 'shiftKey' | 'ctrlKey' | 'metaKey'>) {
  if (shiftKey) return 'extend' as const;
  return ctrlKey || metaKey ? ('toggle' as const) : ('only' as const);
}
