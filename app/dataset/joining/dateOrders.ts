// Which part comes first in the dates of a file's columns, where the dates themselves decide it. Two files may write 03/04/2024 for
// different days.
import type { Table } from '../table/table.ts';
import { type First, orderOf } from '../values/dates.ts';

const numbersAlone = /^\s*\d{1,2}[-/.]\d{1,2}[-/.]\d/;

/** By column; a column whose dates can be read in two ways, or are written in another form, is not in it. */
export async function dateOrders(table: Table): Promise<Map<string, First>> {
  const orders = new Map<string, First>();
  for (const { name, type } of table.columns) {
    if (type !== 'date') continue;
    const { levels } = await table.categories(name);
    const dates = levels.filter((text) => numbersAlone.test(text));
    const { first, ambiguous } = orderOf(dates, false);
    if (dates.length > 0 && ambiguous === null) orders.set(name, first);
  }
  return orders;
}
