// Visits the numbers of several columns one after the other. While one is visited, the next is read, into arrays that are
// reused.
import { returnArray, takeArray } from './arrayPool.ts';
import type { Table } from './table.ts';

/** Calls `visit` with each of `columns` in turn; the visitor may use the array until `kept` more columns were visited. Rejects
 *  as Table.numbers and `visit` do. */
export async function visitNumbers(
  table: Table,
  columns: string[],
  visit: (numbers: Float64Array, index: number) => Promise<void> | void,
  kept = 1,
): Promise<void> {
  const arrays: Float64Array[] = [];
  const read = (k: number) => {
    const turn = k % (kept + 1);
    arrays[turn] ??= takeArray(table);
    const numbers = table.numbers(columns[k]!, arrays[turn]);
    // The caller gets the rejection when it awaits the promise; without an await it must not count as unhandled.
    numbers.catch(() => {});
    return numbers;
  };
  let next = columns.length > 0 ? read(0) : null;
  try {
    for (const index of columns.keys()) {
      const numbers = await next!;
      next = index + 1 < columns.length ? read(index + 1) : null;
      await visit(numbers, index);
    }
  } finally {
    await next?.catch(() => {});
    for (const array of arrays) returnArray(table, array);
  }
}
