// Rows inside a table that are no examples: the header again, as where files were put below each other, and totals and subtotals. Only
// columns that are kept as text can hold them. They are proposed to be left out, never left out at once.
import type { Issue } from '../../contract/issues/issues.ts';
import type { Reading } from '../../contract/table/reading.ts';
import type { CellStore } from '../cells/cellStore.ts';
import { finding } from '../issues/dataIssue.ts';
import { grouped, shortened } from '../issues/figures.ts';
import { trimmed } from '../values/spelling.ts';

/** RE2, for lower case. Words such as mean are left out: they are levels of statistics. */
const total =
  '(?:(?:grand|sub|zwischen|gesamt)[ -]?)?(?:totals?|summe|gesamt|insgesamt|totale|totaux|итого|всего|合计|总计|合計|総計|小计|小計)|(?:총|소|합|누)\\s?계';
/** Where more of the rows have such a name, it is a category. */
const largestShare = 0.25;
const textsNamed = 5;

/** `footer`: how many of the last rows are known to be totals. */
export async function insideFindings(
  store: CellStore,
  footer: number,
  reading: Reading = {},
): Promise<Issue[]> {
  // Several files have the column of files first.
  if (store.scan.layout.columns < 2 || store.rows < 3 || !store.text.has(0)) return [];
  const issues = await repeatedHeader(store);
  if (reading.without !== undefined) return issues;
  const found = await store.text.matching(0, total);
  const last = footer === 0 ? [] : await store.cells(store.rows - footer, store.rows);
  const below = last.map(([first]) => trimmed(first ?? ''));
  // What only the rows at the end have is told as a footer.
  const inside = found.filter(
    ({ value, rows }) => rows > below.filter((text) => text === trimmed(value)).length,
  );
  const count = inside.reduce((sum, { rows }) => sum + rows, 0);
  if (count === 0 || count > largestShare * store.rows) return issues;
  const texts = [...new Set(inside.map(({ value }) => trimmed(value)))];
  const named = texts.slice(0, textsNamed).map((text) => `"${shortened(text)}"`);
  const shown = texts.length > named.length ? `${named.join(', ')}, …` : named.join(', ');
  const rows = count === 1 ? '1 row looks' : `${grouped(count)} rows look`;
  const message = `${rows} like totals of others (${shown}), not like examples. Leave them out.`;
  const remedy = { kind: 'without' as const, texts: texts.slice(0, 100) };
  issues.push(finding('totals_inside', 'warning', message, { count, texts: shown }, [remedy]));
  return issues;
}

async function repeatedHeader(store: CellStore): Promise<Issue[]> {
  const { layout } = store.scan;
  const names = layout.names.map(trimmed);
  const first = names[0] ?? '';
  const filled = names.flatMap((name, column) => (name === '' ? [] : [{ column, name }]));
  // A row of names has no number, so that no column is kept as numbers alone.
  if (!layout.header || first === '' || !filled.every(({ column }) => store.text.has(column))) return [];
  const found = await store.text.rowsOf(filled.map(({ column, name }) => [column, name]));
  if (found.count === 0) return [];
  const { count } = found;
  const row = found.first + 1;
  const rows =
    count === 1
      ? `Row ${grouped(row)} repeats`
      : `${grouped(count)} rows, the first of them row ${grouped(row)}, repeat`;
  const message = `${rows} the names of the columns. Leave ${count === 1 ? 'it' : 'them'} out, so that the columns are read by their values.`;
  const remedy = { kind: 'without' as const, texts: [first] };
  return [finding('header_repeated', 'warning', message, { count, row }, [remedy])];
}
