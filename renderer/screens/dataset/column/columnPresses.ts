// Handles keys in the table's header and presses on its cells. The listeners are on the table, because cells are created and removed
// while a person scrolls.

import type { Attachment } from 'svelte/attachments';
import { gridKey } from '../table/gridKeys.ts';
import type { TableState } from '../table/tableState.svelte.ts';

interface Drawn {
  table: TableState;
  names(): readonly string[];
  /** Index of the first column that is drawn. */
  first(): number;
  /** Whether single-character keys are commands. */
  letters(): boolean;
  /** Scrolls a column into view and focuses its name. */
  goTo(column: number): void;
}

export function columnPresses({ table, names, first, letters, goTo }: Drawn): Attachment<HTMLElement> {
  function key(event: KeyboardEvent): void {
    const head = (event.target as HTMLElement).closest<HTMLElement>('th[data-column]');
    // An open list handles all keys.
    if (!head || table.listOpen) return;
    const at = Number(head.dataset.column);
    const all = names();
    const asked = gridKey(event, at, all.length, letters());
    if (!asked) return;
    // Handled before the lists of types and roles, in which a letter selects a name.
    event.preventDefault();
    event.stopPropagation();
    if (asked.do === 'chooseNone') table.chooseNone();
    else if (asked.do === 'open') {
      const list = head.querySelectorAll<HTMLElement>('[role="combobox"]')[asked.list === 'type' ? 0 : 1];
      // A list receives its keys through its button.
      list?.focus();
      if (list) table.open(all[at] ?? '', asked.list, true);
    } else {
      if (asked.extend && table.chosen.length === 0) table.choose(all[at] ?? '', 'only');
      if (asked.extend) table.choose(all[asked.to] ?? '', 'extend');
      goTo(asked.to);
    }
  }

  /** Chooses a column by a press anywhere on it, except on a button or input or while text is selected. */
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

/** Shift extends the selection to this column, Ctrl adds or removes it, else it becomes the only one. */
export function howChosen({
  shiftKey,
  ctrlKey,
  metaKey,
}: Pick<MouseEvent, 'shiftKey' | 'ctrlKey' | 'metaKey'>) {
  if (shiftKey) return 'extend' as const;
  return ctrlKey || metaKey ? ('toggle' as const) : ('only' as const);
}
