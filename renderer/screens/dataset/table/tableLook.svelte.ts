// What a person looks at in the table, which changes nothing of it: chosen columns, an order and a choice of rows, a row to go to.
// It outlives a table that is read again: columns are remembered by name, and those that are gone count no more.

import { createContext } from 'svelte';
import type { Dataset, Filter, View } from '../../../../app/contract/table/dataset.ts';
import { extended, toggled } from './columnSelection.ts';

export const [tableLook, provideTableLook] = createContext<TableLook>();

export class TableLook {
  readonly #dataset: () => Dataset | null;
  #names = $derived.by(() => new Set(this.#dataset()?.columns.map(({ name }) => name)));
  #chosen = $state.raw<readonly string[]>([]);
  #anchor: string | null = null;
  #current = $state.raw<string | null>(null);
  #view = $state.raw<View>({});
  #row = $state.raw<{ row: number } | null>(null);
  #shown = $state.raw<{ name: string } | null>(null);
  #opened = $state.raw<{ name: string; list: 'type' | 'role' } | null>(null);

  constructor(dataset: () => Dataset | null) {
    this.#dataset = dataset;
  }

  /** Names of the chosen columns, the last one chosen at the end. */
  get chosen(): readonly string[] {
    return this.#chosen.filter((name) => this.#names.has(name));
  }
  /** The column that the keyboard is at. */
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
  get shown(): { name: string } | null {
    return this.#shown;
  }

  moveTo(name: string): void {
    this.#current = name;
  }

  /** @param how `only` this one; `toggle` it beside the others; `extend` from the one chosen before to this one. */
  choose(name: string, how: 'only' | 'toggle' | 'extend'): void {
    this.#current = name;
    if (how === 'extend') {
      this.#chosen = extended([...this.#names], this.#anchor, name);
      return;
    }
    this.#chosen = how === 'toggle' ? toggled(this.chosen, name) : [name];
    this.#anchor = name;
  }

  /** Whether a column's list of types or roles is open; one at a time is. */
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

  /** Chooses a column and brings it into view. */
  show(name: string): void {
    this.choose(name, 'only');
    this.#shown = { name };
  }

  chooseNone(): void {
    this.#chosen = [];
    this.#anchor = null;
  }

  /** Ascending, descending, as in the file. */
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
  /** One filter a column; null takes it away. */
  filter(column: string, filter: Filter | null): void {
    const others = (this.#view.filters ?? []).filter((one) => one.column !== column);
    this.#view = { ...this.#view, filters: filter ? [...others, filter] : others };
  }
  /** All rows in the file's order. */
  clearView(): void {
    this.#view = {};
  }

  /** Among all rows: what was ordered or chosen of them is taken back. */
  goTo(row: number): void {
    this.clearView();
    this.#row = { row };
  }
}
