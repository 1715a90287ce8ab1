// What a person chose to see of the table; it does not change the table: selected columns, sort order and filters, a row to go to.
// It stays when the file is read again: columns are remembered by name, and those that no longer exist are ignored.

import { createContext } from 'svelte';
import type { Dataset, Filter, View } from '../../../../app/contract/table/dataset.ts';
import { extended, toggled } from './columnSelection.ts';

export const [tableState, provideTableState] = createContext<TableState>();

export class TableState {
  readonly #dataset: () => Dataset | null;
  #names = $derived.by(() => new Set(this.#dataset()?.columns.map(({ name }) => name)));
  #chosen = $state.raw<readonly string[]>([]);
  #anchor: string | null = null;
  #current = $state.raw<string | null>(null);
  #view = $state.raw<View>({});
  #row = $state.raw<{ row: number } | null>(null);
  #shown = $state.raw<{ name: string; focus: boolean } | null>(null);
  #opened = $state.raw<{ name: string; list: 'type' | 'role' } | null>(null);

  constructor(dataset: () => Dataset | null) {
    this.#dataset = dataset;
  }

  /** Names of the selected columns, in the order in which they were selected. */
  get chosen(): readonly string[] {
    return this.#chosen.filter((name) => this.#names.has(name));
  }
  /** The column that has the keyboard focus. */
  get current(): string | null {
    const first = this.#dataset()?.columns[0]?.name ?? null;
    return this.#current !== null && this.#names.has(this.#current) ? this.#current : first;
  }
  get view(): View {
    const { sort, filters = [] } = this.#view;
    const left = filters.filter(({ column }) => this.#names.has(column));
    return {
      ...(sort && this.#names.has(sort.column) ? { sort } : {}),
      ...(left.length > 0 ? { filters: left } : {}),
    };
  }
  /** 0-based; a new object with each request, so that the same row can be asked for again. */
  get row(): { row: number } | null {
    return this.#row;
  }

  /** A column to bring into view. */
  get shown(): { name: string; focus: boolean } | null {
    return this.#shown;
  }

  moveTo(name: string): void {
    this.#current = name;
  }

  /** @param how `only`: selects just this column; `toggle`: adds or removes it; `extend`: selects from the last chosen column to it. */
  choose(name: string, how: 'only' | 'toggle' | 'extend'): void {
    this.#current = name;
    if (how === 'extend') {
      this.#chosen = extended([...this.#names], this.#anchor, name);
      return;
    }
    this.#chosen = how === 'toggle' ? toggled(this.chosen, name) : [name];
    this.#anchor = name;
  }

  /** Whether a column's list of types or roles is open; only one list is open at a time. */
  opens(name: string, list: 'type' | 'role'): boolean {
    return this.#opened?.name === name && this.#opened.list === list;
  }
  get listOpen(): boolean {
    return this.#opened !== null;
  }
  open(name: string, list: 'type' | 'role', open: boolean): void {
    if (open) this.#opened = { name, list };
    else if (this.opens(name, list)) this.#opened = null;
  }

  /** Chooses a column and brings it into view; `focus` gives it the keyboard's focus as well. */
  show(name: string, focus = false): void {
    this.choose(name, 'only');
    this.#shown = { name, focus };
  }

  chooseNone(): void {
    this.#chosen = [];
    this.#anchor = null;
  }

  /** Sorts ascending, then descending, then in the order of the file. */
  sortNext(column: string): void {
    const { sort } = this.#view;
    if (sort?.column !== column) this.#view = { ...this.#view, sort: { column, descending: false } };
    else if (!sort.descending) this.#view = { ...this.#view, sort: { column, descending: true } };
    else this.unsort();
  }
  unsort(): void {
    const { filters } = this.#view;
    this.#view = filters ? { filters } : {};
  }
  filterOf(column: string): Filter | null {
    return this.view.filters?.find((filter) => filter.column === column) ?? null;
  }
  /** Sets the filter of a column, which has at most one; null removes it. */
  filter(column: string, filter: Filter | null): void {
    const others = (this.#view.filters ?? []).filter((one) => one.column !== column);
    this.#view = { ...this.#view, filters: filter ? [...others, filter] : others };
  }
  /** Removes sort order and filters. */
  clearView(): void {
    this.#view = {};
  }

  /** Goes to a row of the file; removes order and filters. @param row 0-based. */
  goTo(row: number): void {
    this.clearView();
    this.#row = { row };
  }
}
