// Sorted and filtered views of a table's rows. A view is computed once and kept, four bytes per row, since a page requests many
// windows of it.
import type { Filter, View } from '../../contract/table/dataset.ts';
import type { CellStore } from '../cells/cellStore.ts';
import type { ColumnKind } from '../columns/columnKind.ts';
import { sortRows } from '../numbers/sortRows.ts';

/** How many views are kept: the one on screen and the previous one. */
const kept = 2;
/** At most this many different texts are sorted once, and the rows by the ranks of their texts: a third of the time of sorting
 *  the texts of a million rows. */
const mostLevels = 10_000;

export interface ViewedColumn {
  index: number;
  kind: ColumnKind;
}

export class Views {
  private readonly store: CellStore;
  /** Throws AppError column_unknown. */
  private readonly columnOf: (name: string) => ViewedColumn;
  /** The views requested last, newest last. */
  private orders: { key: string; order: Promise<Uint32Array> }[] = [];

  constructor(store: CellStore, columnOf: (name: string) => ViewedColumn) {
    this.store = store;
    this.columnOf = columnOf;
  }

  /** The row numbers of a view in its order; null for all rows in the file's order. Rejects with AppError column_unknown. */
  async order({ sort, filters = [] }: View): Promise<Uint32Array | null> {
    if (sort === undefined && filters.length === 0) return null;
    const key = JSON.stringify([sort, filters]);
    const order = this.orders.find((known) => known.key === key)?.order ?? this.find(sort, filters);
    this.orders = [...this.orders.filter((known) => known.key !== key), { key, order }].slice(-kept);
    // A failed view is computed again on the next request.
    order.catch(() => {
      this.orders = this.orders.filter((known) => known.order !== order);
    });
    return order;
  }

  private async find(sort: View['sort'], filters: Filter[]): Promise<Uint32Array> {
    const { rows } = this.store;
    let chosen: Uint8Array | null = null;
    for (const filter of filters) {
      const found = await this.matching(filter);
      if (chosen === null) chosen = found;
      else for (let row = 0; row < rows; row++) chosen[row]! &= found[row]!;
    }
    if (sort === undefined) return numbersOf(chosen, rows);
    const { index, kind } = this.columnOf(sort.column);
    const ranks = await this.ranks(index, kind);
    if (ranks !== null) return sortRows(numbersOf(chosen, rows), ranks, sort.descending);
    const order = await this.store.textRows.ordered(index, kind.missing, sort.descending);
    return chosen === null ? order : order.filter((row) => chosen[row] === 1);
  }

  /** Numbers that sort the rows like the column does; null for text that is better sorted as text. */
  private async ranks(index: number, kind: ColumnKind): Promise<Float64Array | null> {
    if (kind.type === 'number') return this.store.numbers(index);
    if ((kind.levels?.distinct ?? 0) > mostLevels) return null;
    const { codes } = await this.store.text.categories(index, kind.missing);
    return Float64Array.from(codes, (code) => (code < 0 ? Number.NaN : code));
  }

  /** 1 for each row that matches the filter. */
  private async matching(filter: Filter): Promise<Uint8Array> {
    const { index, kind } = this.columnOf(filter.column);
    const isNumber = kind.type === 'number';
    switch (filter.kind) {
      case 'range': {
        const { min, max } = filter;
        const [least, most] = [min ?? Number.NEGATIVE_INFINITY, max ?? Number.POSITIVE_INFINITY];
        return marked(await this.store.numbers(index), (value) => value >= least && value <= most);
      }
      case 'missing':
        if (isNumber) return marked(await this.store.numbers(index), Number.isNaN);
        return this.store.textRows.lacking(index, kind.missing);
      case 'text': {
        const found = await this.store.containing(index, kind.missing, filter.text);
        if (!isNumber) return found;
        const values = await this.store.numbers(index);
        for (let row = 0; row < found.length; row++) if (Number.isNaN(values[row])) found[row] = 0;
        return found;
      }
    }
  }
}

function marked(values: Float64Array, wanted: (value: number) => boolean): Uint8Array {
  const found = new Uint8Array(values.length);
  for (let row = 0; row < values.length; row++) if (wanted(values[row]!)) found[row] = 1;
  return found;
}

/** The row numbers of the chosen rows, ascending; null: all of `rows`. */
function numbersOf(chosen: Uint8Array | null, rows: number): Uint32Array {
  const numbers = new Uint32Array(rows);
  let count = 0;
  for (let row = 0; row < rows; row++) if (chosen === null || chosen[row] === 1) numbers[count++] = row;
  return count === rows ? numbers : numbers.slice(0, count);
}
