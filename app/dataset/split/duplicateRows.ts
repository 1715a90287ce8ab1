// Rows that equal an earlier one in every column except ignored ones. Rows that differ are separated column by column, and a
// row unlike all others is not compared again: in most tables few are left after the first columns.
import type { DataSpec } from '../../contract/spec/spec.ts';
import { NumberDictionary } from '../numbers/numberDictionary.ts';
import { inSteps } from '../resources/inSteps.ts';
import type { Table } from '../table/table.ts';

/** Those of `rows` (ascending) that equal an earlier one of them, ascending. Cells are compared as numbers or levels: `1.0`
 *  equals `1`; missing cells equal each other. */
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
  /** Rows that still equal some other row, ascending. */
  left: Uint32Array;
  /** For each of them a group number, shared by equal rows; less than the number of rows. */
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
      // Both are less than the number of rows, so the sum is exact.
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
