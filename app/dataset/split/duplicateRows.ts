// Rows that repeat an earlier one in every column but the ignored ones. Column by column, rows that differ are separated, and
// a row that is like no other is not compared again: in most tables few are left after the first columns.
import type { DataSpec } from '../../contract/spec/spec.ts';
import { NumberDictionary } from '../numbers/numberDictionary.ts';
import { inSteps } from '../resources/inSteps.ts';
import type { Table } from '../table/table.ts';

/** Of `rows` (ascending) those that are like an earlier one of them, ascending. Cells are alike as numbers or levels: `1.0` and `1`;
 *  missing ones are, too. */
export async function duplicateRows(table: Table, data: DataSpec, rows: Uint32Array): Promise<Uint32Array> {
  const compared = new Set(data.columns.filter(({ role }) => role !== 'ignored').map(({ name }) => name));
  let left: Uint32Array = rows;
  let alike: Uint32Array = new Uint32Array(rows.length);
  for (const { name, type } of table.columns) {
    if (!compared.has(name) || left.length === 0) continue;
    const cells = type === 'number' ? await table.numbers(name) : (await table.categories(name)).codes;
    ({ left, alike } = await separated(left, alike, cells));
  }
  const seen = new Uint8Array(rows.length);
  return left.filter((_, k) => {
    const repeats = seen[alike[k]!] === 1;
    seen[alike[k]!] = 1;
    return repeats;
  });
}

interface Alike {
  /** Rows that some other one is like so far, ascending. */
  left: Uint32Array;
  /** A number for each, the same for those that are alike; less than there are rows. */
  alike: Uint32Array;
}

async function separated(
  rows: Uint32Array,
  before: Uint32Array,
  cells: Float64Array | Int32Array,
): Promise<Alike> {
  const codes = new NumberDictionary();
  const kinds = new NumberDictionary();
  const sizes = new Uint32Array(rows.length);
  const kind = new Uint32Array(rows.length);
  await inSteps(rows.length, (from, to) => {
    for (let k = from; k < to; k++) {
      const code = codes.indexOf(cells[rows[k]!]!);
      // Both are less than the rows of a table, so that the sum is exact.
      kind[k] = kinds.indexOf(before[k]! * rows.length + code);
      sizes[kind[k]!]!++;
    }
  });
  const several = kind.map((of) => (sizes[of]! > 1 ? 1 : 0));
  return {
    left: rows.filter((_, k) => several[k] === 1),
    alike: kind.filter((_, k) => several[k] === 1),
  };
}
