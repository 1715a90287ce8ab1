// Rows that repeat an earlier one in every column but the ignored ones. Column by column rows are told apart further, and those that
// no other row is like any more are looked at no longer: of most tables few are left after the first columns.
import type { DataSpec } from '../contract/spec.ts';
import type { Table } from './table.ts';

/** Of `rows` (ascending) those that are like an earlier one of them, ascending. Cells are alike as numbers or levels: `1.0` and `1`;
 *  missing ones are, too. */
export async function duplicateRows(table: Table, data: DataSpec, rows: Uint32Array): Promise<Uint32Array> {
  const looked = new Set(data.columns.filter(({ role }) => role !== 'ignored').map(({ name }) => name));
  let left: Uint32Array = rows;
  let alike: Uint32Array = new Uint32Array(rows.length);
  for (const { name, type } of table.columns) {
    if (!looked.has(name) || left.length === 0) continue;
    const cells = type === 'number' ? await table.numbers(name) : (await table.categories(name)).codes;
    ({ left, alike } = toldApart(left, alike, cells));
  }
  const seen = new Set<number>();
  return left.filter((_, k) => {
    const repeats = seen.has(alike[k]!);
    seen.add(alike[k]!);
    return repeats;
  });
}

interface Alike {
  /** Rows that some other one is like so far, ascending. */
  left: Uint32Array;
  /** A number for each, the same for those that are alike; less than there are rows. */
  alike: Uint32Array;
}

function toldApart(rows: Uint32Array, before: Uint32Array, cells: Float64Array | Int32Array): Alike {
  const codes = new Map<number, number>();
  const kinds = new Map<number, number>();
  const sizes: number[] = [];
  const kind = new Uint32Array(rows.length);
  for (let k = 0; k < rows.length; k++) {
    const code = numberedBy(codes, cells[rows[k]!]!);
    // Both are less than the rows of a table, so that the sum is exact.
    kind[k] = numberedBy(kinds, before[k]! * rows.length + code);
    sizes[kind[k]!] = (sizes[kind[k]!] ?? 0) + 1;
  }
  const several = kind.map((of) => (sizes[of]! > 1 ? 1 : 0));
  return {
    left: rows.filter((_, k) => several[k] === 1),
    alike: kind.filter((_, k) => several[k] === 1),
  };
}

/** The number that `key` got when it first came; NaN is one key, 0 and -0 are the same. */
function numberedBy(numbers: Map<number, number>, key: number): number {
  const known = numbers.get(key);
  if (known !== undefined) return known;
  numbers.set(key, numbers.size);
  return numbers.size - 1;
}
