// A pool of arrays with one number per row of a table, for reuse: for millions of rows, allocating a new array takes longer
// than filling it. The pool holds weak references, so that the garbage collector may free the arrays.
import type { Table } from './table.ts';

const pool = new WeakMap<Table, WeakRef<Float64Array>[]>();

/** The array's content is undefined. */
export function takeArray(table: Table): Float64Array {
  const arrays = pool.get(table) ?? [];
  while (arrays.length > 0) {
    const array = arrays.pop()!.deref();
    if (array !== undefined) return array;
  }
  return new Float64Array(table.rows);
}

/** Returns an array from takeArray that is no longer used. */
export function returnArray(table: Table, array: Float64Array): void {
  const arrays = pool.get(table);
  if (arrays === undefined) pool.set(table, [new WeakRef(array)]);
  else arrays.push(new WeakRef(array));
}
