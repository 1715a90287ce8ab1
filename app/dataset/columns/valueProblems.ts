// Cells that do not match their column's type, with line numbers. A table keeps no line numbers, so the file is read again for
// the first hundred such rows.
import { type Problem, problemsListed } from '../../contract/table/reading.ts';
import type { CellStore } from '../cells/cellStore.ts';
import { recordText } from '../csv/fields.ts';
import { RecordCutter } from '../csv/recordCutter.ts';
import { isRead, RecordClassifier } from '../csv/recordKind.ts';
import type { Scan } from '../csv/scan.ts';
import type { SourceFile } from '../source/sourceFile.ts';
import { utf8Pieces } from '../source/utf8Pieces.ts';
import type { ColumnKind } from './columnKind.ts';

const textShown = 200;
const valueShown = 40;
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
  const lines = await linesOf(source, store.scan, new Set(cells.map(([row]) => row)), signal);
  const problems = cells.map(([row, index, value]): Problem => {
    const { line, text } = lines.get(row) ?? { line: 0, text: '' };
    const column = names[columns[index]!.column]!;
    const short = value.length > valueShown ? `${value.slice(0, valueShown)}…` : value;
    const reason = `Line ${line} has "${short}" in the number column "${column}"; it counts as missing.`;
    return { line, kind: 'value', text, reason, values: { column, value: short, type: 'number' } };
  });
  return { rows, problems };
}

interface Line {
  line: number;
  text: string;
}

/** Lines of the rows with these numbers. Reads the file up to the last of them. */
async function linesOf(
  source: SourceFile,
  { layout, footnotesFrom }: Scan,
  wanted: ReadonlySet<number>,
  signal?: AbortSignal,
): Promise<Map<number, Line>> {
  const lines = new Map<number, Line>();
  const classifier = new RecordClassifier(layout, footnotesFrom);
  let row = 0;
  const cutter = new RecordCutter(layout.syntax, layout.columns, (record) => {
    if (!isRead(classifier.kindOf(record))) return undefined;
    if (wanted.has(row++)) lines.set(row - 1, { line: record.line, text: recordText(record, textShown) });
    return lines.size < wanted.size;
  });
  for await (const { utf8, fraction } of utf8Pieces(source, signal)) {
    if (!cutter.push(utf8, fraction === 1)) break;
  }
  return lines;
}
