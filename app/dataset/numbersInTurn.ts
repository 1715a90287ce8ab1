// The numbers of several columns one after the other: each is read from the disk while the one before is computed with, into arrays that
// take turns. Of millions of rows a new array for every column would take longer to be had than to be filled.
import type { Table } from './table.ts';

/** Each call gives the next of `columns`; its array is the caller's until `kept` more were asked for. Rejects as Table.numbers does. */
export function numbersInTurn(table: Table, columns: string[], kept = 1): () => Promise<Float64Array> {
  const rooms: (Float64Array | undefined)[] = [];
  const read = (k: number) => {
    const numbers = table.numbers(columns[k]!, rooms[k % (kept + 1)]);
    // Whoever asks for it hears of it; perhaps nobody does.
    numbers.catch(() => {});
    return numbers;
  };
  let place = 0;
  let coming = columns.length > 0 ? read(0) : null;
  return async () => {
    const numbers = await coming!;
    rooms[place % (kept + 1)] = numbers;
    coming = ++place < columns.length ? read(place) : null;
    return numbers;
  };
}
