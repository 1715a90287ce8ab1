// Rows at the end of a table that are no examples: totals (`Total`, `Summe`, `합계`), subtotals and notes that were cut like rows.
// Only the last rows are read. They are proposed to be left out, never left out at once.
import type { IssueOf } from '../../contract/issues/issues.ts';
import type { Reading } from '../../contract/table/reading.ts';
import type { CellStore } from '../cells/cellStore.ts';
import type { ColumnKind } from '../columns/columnKind.ts';
import { finding } from '../issues/dataIssue.ts';
import { isMissing, trimmed } from '../values/spelling.ts';

/** With more rows at the end, they are not a footer. */
const mostRows = 20;
/** Rows above them in which the same word would make it a category. */
const rowsCompared = 200;
/** Longer texts do not name a total. */
const longestName = 40;
const textShown = 40;

const total =
  /^(?:(?:grand|sub|zwischen|gesamt|net)[ -]?)?(?:totals?|sum|summe|sums|gesamt|insgesamt|average|mean|durchschnitt|mittelwert|totale|totaux|suma|somme|итого|всего|合计|总计|合計|総計)(?:[ :(].*)?$|^(?:총|소|합|누|전체)?\s?(?:합\s?계|총\s?계|소\s?계|누\s?계|계|평균)(?:[ :(].*)?$/i;
const note =
  /^(?:[*※†‡#]|(?:source|note|notes|quelle|hinweis|anmerkung|stand|erstellt|printed|generated|exported|자료|출처|참고|작성|비고|주)\s?[:).]|(?:\(\d+\)|\[\d+\]|\d+\)) \S)/i;

type Row = (string | null)[];

/** At most one finding; none where that is settled: a person chose how many records to leave out, or the text is ours. */
export async function footerFinding(
  store: CellStore,
  kinds: readonly ColumnKind[],
  reading: Reading = {},
): Promise<IssueOf<'footer_found'>[]> {
  if (reading.footer !== undefined || kinds.length < 2 || store.rows < 3) return [];
  const from = Math.max(0, store.rows - mostRows - rowsCompared);
  const rows = await store.cells(from, store.rows);
  const rowsBelow = footerRows(rows, kinds);
  if (rowsBelow === 0) return [];
  const text = trimmed(rows.slice(-rowsBelow).flatMap(filled)[0] ?? '').slice(0, textShown);
  const row = store.rows - rowsBelow + 1;
  const count = rowsBelow + store.scan.leftOutBelow;
  const which =
    rowsBelow === 1 ? `Row ${row}, the last one,` : `The last ${rowsBelow} rows, from row ${row} on,`;
  const message = `${which} ${rowsBelow === 1 ? 'looks' : 'look'} like a total or a note below the table ("${text}"), not like ${rowsBelow === 1 ? 'an example' : 'examples'}.`;
  return [
    finding('footer_found', 'warning', message, { count: rowsBelow, row, text }, [
      { kind: 'footer', records: count },
    ]),
  ];
}

/** How many of the last rows are totals and notes, with the blank rows among and above them. */
function footerRows(rows: readonly Row[], kinds: readonly ColumnKind[]): number {
  let count = 0;
  const most = Math.min(mostRows, rows.length - 2);
  for (let back = 1; back <= most; back++) {
    const row = rows[rows.length - back]!;
    if (filled(row).length === 0) continue;
    if (!isTotal(row, rows.slice(0, -back)) && !isNote(row, kinds)) break;
    count = back;
  }
  if (count === 0) return 0;
  while (count < most && filled(rows[rows.length - count - 1]!).length === 0) count++;
  return count;
}

function filled(row: Row): string[] {
  return row.filter((cell): cell is string => cell !== null && !isMissing(cell));
}

/** Whether the row's first text names a total, and no row above has that text in its column. */
function isTotal(row: Row, above: readonly Row[]): boolean {
  const at = row.findIndex((cell) => cell !== null && !isMissing(cell));
  const text = trimmed(row[at] ?? '');
  if (text.length > longestName || !total.test(text)) return false;
  return !above.slice(0, -1).some((other) => trimmed(other[at] ?? '') === text);
}

/** Whether the row begins like a note, or is a sentence alone in a row of at least three cells. */
function isNote(row: Row, kinds: readonly ColumnKind[]): boolean {
  const cells = filled(row);
  const [first = ''] = cells;
  if (row[0] !== first || cells.length > kinds.length / 2 + 1) return false;
  if (note.test(trimmed(first)) && (cells.length < kinds.length || kinds.length === 2)) return true;
  return cells.length === 1 && kinds.length >= 3 && /\S\s+\S+\s+\S/.test(first);
}
