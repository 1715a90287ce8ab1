// A pool of arrays with one number per row of a table, to be used again: for millions of rows allocating a new one takes longer than
// filling it. The pool holds them weakly, so that the garbage collector may take them.
import type { Table } from './table.ts';

const pool = new WeakMap<Table, WeakRef<Float64Array>[]>();

/** With whatever numbers in it. */
export function takeArray(table: Table): Float64Array {
  const arrays = pool.get(table) ?? [];
  while (arrays.length > 0) {
    const array = arrays.pop()!.deref();
    if (array !== undefined) return array;
  }
  return new Float64Array(table.rows);
}

/** What takeArray gave; nobody reads it any more. */
export function returnArray(table: Table, array: Float64Array): void {
  const arrays = pool.get(table);
  if (arrays === undefined) pool.set(table, [new WeakRef(array)]);
  else arrays.push(new WeakRef(array));
}
