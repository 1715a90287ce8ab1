// Which rows of a table become golden rows: evenly from the rows that training never saw, and among them rows with missing cells.
import type { InputPreparation } from '../../contract/model.ts';
import type { Split } from '../../dataset/split/split.ts';
import type { Table } from '../../dataset/table/table.ts';
import { thinned } from '../table/ground.ts';
import { cellsOf, isMissingAt } from './fewRows.ts';

/** Rows that are looked through for missing cells: enough to meet most columns that have any. */
const mostCandidates = 512;
/** Rows with missing cells at most. */
const mostWithMissing = 6;

/** At most `wanted` rows, ascending: test rows, then validation rows, then training rows, until there are enough. */
export async function chooseRows(
  table: Table,
  inputs: readonly InputPreparation[],
  split: Pick<Split, 'train' | 'validation' | 'test'>,
  wanted: number,
): Promise<Uint32Array> {
  const parts = [split.test, split.validation, split.train].map((rows) => thinned(rows, mostCandidates));
  const chosen = new Set(await rowsWithMissing(table, inputs, parts, Math.min(mostWithMissing, wanted)));
  for (const rows of parts) {
    const left = rows.filter((row) => !chosen.has(row));
    for (const row of thinned(left, wanted - chosen.size)) chosen.add(row);
  }
  return Uint32Array.from(chosen).sort();
}

/** The first row of each column that has one, the earlier parts first. */
async function rowsWithMissing(
  table: Table,
  inputs: readonly InputPreparation[],
  parts: readonly Uint32Array[],
  most: number,
): Promise<Set<number>> {
  const incomplete = new Set(table.columns.filter(({ missing }) => missing !== 0).map(({ name }) => name));
  const candidates = Uint32Array.from(parts.flatMap((rows) => [...rows]));
  const found = new Set<number>();
  for (const input of inputs) {
    if (found.size >= most) break;
    if (!incomplete.has(input.column)) continue;
    const cells = await cellsOf(table, input, candidates);
    const at = candidates.findIndex((_, k) => isMissingAt(cells, k));
    if (at >= 0) found.add(candidates[at]!);
  }
  return found;
}
