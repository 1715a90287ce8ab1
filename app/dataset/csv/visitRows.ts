// Reads single rows of a scanned file again, with the lines on which they begin: a table keeps no line numbers. The file is read from
// its start up to the last wanted row.
import type { SourceFile } from '../source/sourceFile.ts';
import { utf8Pieces } from '../source/utf8Pieces.ts';
import type { CutRecord } from './cutRecord.ts';
import { RecordCutter } from './recordCutter.ts';
import { isRead, RecordClassifier } from './recordKind.ts';
import type { Scan } from './scan.ts';

/** Calls `visit` with each row whose 0-based number is in `wanted`, in the file's order. Throws AppError file_changed; the signal's
 *  reason when aborted. */
export async function visitRows(
  source: SourceFile,
  { layout, footnotesFrom }: Scan,
  wanted: ReadonlySet<number>,
  visit: (row: number, record: CutRecord) => void,
  signal?: AbortSignal,
): Promise<void> {
  if (wanted.size === 0) return;
  const classifier = new RecordClassifier(layout, footnotesFrom);
  let row = 0;
  let visited = 0;
  const cutter = new RecordCutter(layout.syntax, layout.columns, (record) => {
    if (!isRead(classifier.kindOf(record))) return undefined;
    if (wanted.has(row)) {
      visit(row, record);
      visited++;
    }
    row++;
    return visited < wanted.size;
  });
  for await (const { utf8, fraction } of utf8Pieces(source, signal)) {
    if (!cutter.push(utf8, fraction === 1)) break;
  }
}
