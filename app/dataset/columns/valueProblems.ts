// Cells that do not match their column's type, with line numbers: the file is read again for the first hundred such rows.
import { type Problem, problemsListed } from '../../contract/table/reading.ts';
import type { CellStore } from '../cells/cellStore.ts';
import type { CutRecord } from '../csv/cutRecord.ts';
import { recordText } from '../csv/fields.ts';
import { visitRows } from '../csv/visitRows.ts';
import { shortened } from '../issues/figures.ts';
import type { SourceFile } from '../source/sourceFile.ts';
import type { ColumnKind } from './columnKind.ts';

const textShown = 200;
/** Only so many rows with another problem are excluded in SQL; beyond that a row may count twice. */
const oddRowsAsked = 5_000;

export interface ValueProblems {
  /** Rows with such a cell and no other problem. */
  rows: number;
  problems: Problem[];
}

export async function valueProblems(
  source: SourceFile,
  store: CellStore,
  kinds: ColumnKind[],
  names: string[],
  signal?: AbortSignal,
): Promise<ValueProblems> {
  const columns = [...kinds.entries()]
    .filter(([, { type, nonNumeric }]) => type === 'number' && nonNumeric > 0)
    .map(([column, { missing }]) => ({ column, missing }));
  if (columns.length === 0) return { rows: 0, problems: [] };
  const { oddRows } = store.scan;
  const rows = await store.text.countNonNumericRows(columns, oddRows.slice(0, oddRowsAsked));
  const cells = await store.text.nonNumericCells(columns, problemsListed);
  const lines = new Map<number, { line: number; text: string }>();
  const wanted = new Set(cells.map(([row]) => row));
  const take = (row: number, record: CutRecord) =>
    lines.set(row, { line: record.line, text: recordText(record, textShown) });
  await visitRows(source, store.scan, wanted, take, signal);
  const problems = cells.map(([row, index, value]): Problem => {
    const { line, text } = lines.get(row) ?? { line: 0, text: '' };
    const column = names[columns[index]!.column]!;
    const short = shortened(value);
    const reason = `Line ${line} has "${short}" in the number column "${column}"; it counts as missing.`;
    return { line, kind: 'value', text, reason, values: { column, value: short, type: 'number' } };
  });
  return { rows, problems };
}
