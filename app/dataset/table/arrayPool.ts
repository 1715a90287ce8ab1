// Arrays of one number per row of a table that were of use for a moment and will be again: of millions of rows a new one takes longer to
// be had than to be filled, and the old ones would be there until somebody collects them. Memory that is needed takes them all the same.
import type { Table } from './table.ts';

const spare = new WeakMap<Table, WeakRef<Float64Array>[]>();

/** With whatever numbers in it. */
export function takeRoom(table: Table): Float64Array {
  const rooms = spare.get(table) ?? [];
  while (rooms.length > 0) {
    const room = rooms.pop()!.deref();
    if (room !== undefined) return room;
  }
  return new Float64Array(table.rows);
}

/** What takeRoom gave; nobody looks at it any more. */
export function giveRoom(table: Table, room: Float64Array): void {
  const rooms = spare.get(table);
  if (rooms === undefined) spare.set(table, [new WeakRef(room)]);
  else rooms.push(new WeakRef(room));
}
