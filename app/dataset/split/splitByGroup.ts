// Splits by groups of rows that stay together. Groups are taken from the largest to the smallest, in random order among equals,
// and each goes to the part that lacks most rows. Every part that should have rows gets some if there are enough groups.
import type { DataSpec } from '../../contract/spec/spec.ts';
import type { Random } from '../numbers/random.ts';
import type { Table } from '../table/table.ts';
import { collectParts, emptyAssignment, rowsByCode } from './stratified.ts';

export function groupColumns(data: DataSpec): string[] {
  return data.columns.filter(({ role }) => role === 'group').map(({ name }) => name);
}

/** A row whose cell is missing is a group of its own. */
export async function groupsOf(table: Table, column: string, rows: Uint32Array): Promise<Uint32Array[]> {
  const { codes } = await table.categories(column);
  const single = rows.filter((row) => codes[row]! < 0);
  const known = single.length === 0 ? rows : rows.filter((row) => codes[row]! >= 0);
  return [...rowsByCode(known, codes), ...Array.from(single, (row) => Uint32Array.of(row))];
}

/** `rows` are those of all groups, ascending, and each part is too. */
export async function assignGroups(
  rows: Uint32Array,
  groups: Uint32Array[],
  shares: number[],
  random: Random,
): Promise<Uint32Array[]> {
  const order = Uint32Array.from(groups.keys());
  await random.shuffle(order);
  const largestFirst = Array.from(order).sort((a, b) => groups[b]!.length - groups[a]!.length);
  const partOf = emptyAssignment(rows);
  const lacking = shares.map((share) => share * rows.length);
  const empty = new Set([...shares.keys()].filter((part) => shares[part]! > 0));
  largestFirst.forEach((index, assigned) => {
    const group = groups[index]!;
    const left = largestFirst.length - assigned;
    const to = mostOf(lacking, left <= empty.size ? empty : shares.keys());
    for (const row of group) partOf[row] = to;
    lacking[to]! -= group.length;
    empty.delete(to);
  });
  return collectParts(rows, partOf, shares.length);
}

/** The one of `parts` that lacks most rows; the first if equal. */
function mostOf(lacking: number[], parts: Iterable<number>): number {
  let most = -1;
  for (const part of parts) if (most < 0 || lacking[part]! > lacking[most]!) most = part;
  return most;
}
