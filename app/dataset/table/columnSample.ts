// A few rows of some columns of a table, read without reading the whole table: blocks of rows, evenly spaced. Numbers come from
// memory, levels from the cells. In a large table, a number column that exists only as text is left out, since it would have to
// be read whole.
import type { ColumnSummary } from '../../contract/table/dataset.ts';
import type { Table } from './table.ts';

const most = { rows: 2_000, cells: 60_000, blocks: 16 };
/** Tables with at most this many rows are read whole if necessary. */
const fewRows = 50_000;

export type SampledColumn =
  /** NaN is missing. */
  | { kind: 'numbers'; values: Float64Array }
  /** One code per row, -1 is missing. */
  | { kind: 'levels'; codes: Int32Array; levels: number };

/** The same rows of each of `columns`, by column name. Rejects with AppError file_changed. */
export async function sampleColumns(
  table: Table,
  columns: readonly ColumnSummary[],
): Promise<Map<string, SampledColumn>> {
  const blocks = blocksOf(table);
  const sample = new Map<string, SampledColumn>();
  const levels = columns.filter(({ type }) => type !== 'number');
  if (levels.length > 0)
    for (const [name, column] of await levelsOf(table, levels, blocks)) sample.set(name, column);
  for (const { name, type } of columns) {
    const values = type === 'number' ? await numbersOf(table, name, blocks) : null;
    if (values !== null) sample.set(name, { kind: 'numbers', values });
  }
  return sample;
}

interface Block {
  from: number;
  to: number;
}

/** Ascending, not overlapping. The sample of a wide table has fewer rows, since rows are read whole. */
function blocksOf({ rows, columns }: Table): Block[] {
  const wanted = Math.min(most.rows, Math.max(most.blocks, Math.floor(most.cells / columns.length)));
  if (rows <= wanted) return [{ from: 0, to: rows }];
  const each = Math.floor(wanted / most.blocks);
  return Array.from({ length: most.blocks }, (_, k) => {
    const from = Math.floor((k * (rows - each)) / (most.blocks - 1));
    return { from, to: from + each };
  });
}

async function numbersOf(table: Table, name: string, blocks: Block[]): Promise<Float64Array | null> {
  const rows = blocks.reduce((sum, { from, to }) => sum + to - from, 0);
  const spans = table.hasSpans(name);
  if (!spans && table.rows > fewRows) return null;
  const all = spans ? null : await table.numbers(name);
  const values = new Float64Array(rows);
  let filled = 0;
  for (const { from, to } of blocks) {
    const into = values.subarray(filled, filled + to - from);
    if (all === null) await table.span(name, from, to, into);
    else into.set(all.subarray(from, to));
    filled += to - from;
  }
  return values;
}

async function levelsOf(table: Table, columns: ColumnSummary[], blocks: Block[]) {
  const indices = columns.map(({ name }) => table.columns.findIndex((column) => column.name === name));
  const seen = columns.map(() => new Map<string, number>());
  const codes: number[][] = columns.map(() => []);
  for (const { from, to } of blocks)
    for (const row of await table.cells(from, to - from))
      for (const [k, index] of indices.entries()) codes[k]!.push(codeOf(row[index] ?? null, seen[k]!));
  return columns.map(({ name }, k): [string, SampledColumn] => [
    name,
    { kind: 'levels', codes: Int32Array.from(codes[k]!), levels: seen[k]!.size },
  ]);
}

function codeOf(cell: string | null, seen: Map<string, number>): number {
  const level = cell?.trim() ?? '';
  if (level === '') return -1;
  const known = seen.get(level);
  if (known !== undefined) return known;
  seen.set(level, seen.size);
  return seen.size - 1;
}
