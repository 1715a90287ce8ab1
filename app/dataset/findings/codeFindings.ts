// Number columns whose few whole numbers may stand for classes: one finding each, or one for all where there are many, so that
// a table with hundreds of ratings does not hide all other findings. No cell is read again.
import type { Issue } from '../../contract/issues/issues.ts';
import type { ColumnSummary } from '../../contract/table/dataset.ts';
import { isCodeName, isQuantityName, mostCodes, runsFromStart } from '../columns/classCodes.ts';
import { finding } from '../issues/dataIssue.ts';
import { grouped } from '../issues/figures.ts';

/** Each code must have at least this many rows on average; otherwise the column just has few different numbers. */
const rowsPerCode = 10;
/** If there are more such columns, they share one finding. */
const mostApart = 3;
/** How many columns the shared sentence names; its remedy applies to all. */
const mostNamed = 3;

export function codeFindings(columns: readonly ColumnSummary[], rows: number): Issue[] {
  const found = columns.filter((column) => mayBeCodes(column, rows));
  return found.length > mostApart ? [ofMany(found.map(({ name }) => name))] : found.map(ofOne);
}

function mayBeCodes(summary: ColumnSummary, rows: number): boolean {
  const { name, type, profiled, whole, distinct, missing, min, max } = summary;
  if (type !== 'number' || !profiled || min === null || max === null || !whole) return false;
  if (distinct < 3 || distinct > mostCodes || (rows - missing) / distinct < rowsPerCode) return false;
  return isCodeName(name) || (!isQuantityName(name) && runsFromStart(summary));
}

function ofOne({ name: column, distinct, min, max }: ColumnSummary): Issue {
  const message = `"${column}" holds ${distinct} whole numbers from ${min} to ${max}. If they are codes rather than amounts, read it as a category.`;
  const values = { column, distinct, min: min ?? 0, max: max ?? 0 };
  return finding('column_of_codes', 'info', message, values, [
    { kind: 'type', columns: [column], type: 'category' },
  ]);
}

function ofMany(names: string[]): Issue {
  const named = names.slice(0, mostNamed);
  const columns = `${named.join(', ')}, …`;
  const quoted = named.map((name) => `"${name}"`).join(', ');
  const message = `${grouped(names.length)} columns hold few different whole numbers: ${quoted}, … If they are codes rather than amounts, read them as categories.`;
  return finding('columns_of_codes', 'info', message, { count: names.length, columns }, [
    { kind: 'type', columns: names, type: 'category' },
  ]);
}
