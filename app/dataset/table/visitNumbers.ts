// The numbers of several columns one after the other: each is read from the disk while the one before is computed with, into arrays that
// take turns.
import { giveRoom, takeRoom } from './arrayPool.ts';
import type { Table } from './table.ts';

/** Calls `visit` with each of `columns` in turn; its array is the visitor's until `kept` more were visited. Rejects as Table.numbers and
 *  `visit` do. */
export async function numbersInTurn(
  table: Table,
  columns: string[],
  visit: (numbers: Float64Array, place: number) => Promise<void> | void,
  kept = 1,
): Promise<void> {
  const rooms: Float64Array[] = [];
  const read = (k: number) => {
    const turn = k % (kept + 1);
    rooms[turn] ??= takeRoom(table);
    const numbers = table.numbers(columns[k]!, rooms[turn]);
    // Whoever asks for it hears of it; perhaps nobody does.
    numbers.catch(() => {});
    return numbers;
  };
  let coming = columns.length > 0 ? read(0) : null;
  try {
    for (const place of columns.keys()) {
      const numbers = await coming!;
      coming = place + 1 < columns.length ? read(place + 1) : null;
      await visit(numbers, place);
    }
  } finally {
    await coming?.catch(() => {});
    for (const room of rooms) giveRoom(table, room);
  }
}
