// How well a table was read, by the measures of the Pollock benchmark: precision, recall and F1 of the header's cells, of records
// and of cells as multisets, and whether it was read at all; each 0..1, their mean over all files summed to at most 10.
import { AppError } from '../../../../app/contract/issues/errors.ts';
import { openTable } from '../../../../app/dataset/open.ts';
import type { PollutedTable } from './pollutedTables.ts';

export interface Loaded {
  /** Null where it was refused. */
  table: { names: string[]; rows: string[][] } | null;
}

export async function loaded(path: string): Promise<Loaded> {
  try {
    const table = await openTable(path);
    const rows = (await table.cells(0, table.rows)).map((cells) => cells.map((text) => text ?? ''));
    table.close();
    return { table: { names: table.columns.map(({ name }) => name), rows } };
  } catch (error) {
    // No row to read: said, and nothing lost.
    if (error instanceof AppError && /^file_(empty|no_rows)$/.test(error.code))
      return { table: { names: String(error.values.names ?? '').split(','), rows: [] } };
    return { table: null };
  }
}

/** 0..10. */
export function score({ header, rows }: PollutedTable, { table }: Loaded): number {
  if (table === null) return 0;
  const record = (cells: string[]) => cells.map((text) => text || 'null').join('');
  return (
    1 +
    measures(header, table.names) +
    measures(rows.map(record), table.rows.map(record)) +
    measures(rows.flat(), table.rows.flat())
  );
}

function measures(truth: string[], found: string[]): number {
  if (truth.length === 0) return 3;
  const left = new Map<string, number>();
  for (const text of truth) left.set(text, (left.get(text) ?? 0) + 1);
  let common = 0;
  for (const text of found) {
    const count = left.get(text) ?? 0;
    if (count === 0) continue;
    left.set(text, count - 1);
    common++;
  }
  if (common === 0) return 0;
  const precision = common / truth.length;
  const recall = common / found.length;
  return precision + recall + (2 * precision * recall) / (precision + recall);
}
