// The heading of a table: which records name its columns, the names, and what looks damaged about them. Takes the records from the
// table's start on.
import type { Reading } from '../../contract/table/reading.ts';
import { type CellFormat, isDate, isMissing, numberOf, trimmed, usualFormat } from '../values/spelling.ts';
import type { Comments } from './comments.ts';
import { groupRecords, spreadNames } from './groupNames.ts';
import { hasHeader, headerRecords, namesValues } from './header.ts';
import type { QuoteState } from './quoteStates.ts';
import { sampleRecords } from './sampleRecords.ts';
import type { Syntax } from './syntax.ts';
import type { TableStart } from './tableStart.ts';

export interface Heading {
  header: boolean;
  /** Number of records that hold the names. */
  records: number;
  names: string[];
  /** The header's number of fields, with and without blank ones at its end, if it is one record; else empty. */
  fields: number[];
  /** A name with a quote that does not enclose it; null without one. */
  quote: string | null;
}

export interface HeadingFacts {
  reading: Reading;
  start: TableStart;
  comments: Comments | null;
  syntax: Syntax;
  /** How quotes stand in the first record. */
  quotes: QuoteState[] | null;
}

export function headingOf(table: string[][], size: number, format: CellFormat, facts: HeadingFacts): Heading {
  const { reading, start, comments, syntax, quotes } = facts;
  const [first = [], ...rest] = table;
  const nothing = { fields: [], quote: null };
  const none = { header: false, records: 0, names: [], ...nothing };
  if (reading.header === false) return none;
  if (start.names !== null) return { header: true, records: 1, names: start.names, ...nothing };
  const above = comments === null ? null : namesInComment(comments, table, size, format, syntax);
  if (above !== null && reading.header === undefined)
    return { header: true, records: 0, names: above, ...nothing };
  // If a person chose that there is a header, it is one line.
  const groups = reading.header === true ? 0 : leadingGroups(table);
  const below = table.slice(groups);
  if (reading.header !== true && !hasHeader(below[0] ?? [], below.slice(1), format)) return none;
  const named = reading.header === true ? 1 : groups + headerRecords(below, format);
  const records = named > 1 && isIndexName(table, named) ? named + 1 : named;
  if (records > 1)
    return { header: true, records, names: joinedNames(table.slice(0, records), groups), ...nothing };
  const aside = first.length === size - 1 && rowNamesAside(size, rest);
  if (aside) {
    // R writes such a header with blanks between; between commas it may be a decimal comma that cuts a number in two.
    const usual = syntax.delimiter === ' ' || syntax.delimiter === '\t';
    const fields = usual ? [] : [first.length];
    return { header: true, records, names: ['', ...first], ...nothing, fields };
  }
  const damaged = first.find((name, i) => quotes?.[i] === 'inside' && /^["']|[^\d]["']$/.test(name));
  return {
    ...{
      header: true,
      records,
      names: headerNames(first, size, rest),
      fields: [lastNamed(first), first.length],
    },
    quote: damaged === undefined ? null : trimmed(damaged),
  };
}

/** How many records at the beginning name groups of the columns that the next one names. */
function leadingGroups(table: string[][]): number {
  for (let groups = 2; groups > 0; groups--)
    if (groups + 1 < table.length && groupRecords(table.slice(0, groups + 1)) === groups) return groups;
  return 0;
}

/** Whether the record below the names holds the name of the first column alone, as pandas writes it. */
function isIndexName(table: string[][], named: number): boolean {
  const next = table[named];
  if (next === undefined || next.length < 3 || named + 1 >= table.length) return false;
  const alone = !isMissing(next[0]!) && next.slice(1).every((cell) => isMissing(cell));
  return alone && table.slice(0, named).every(([first = '']) => isMissing(first));
}

/** The names that several header records form together: each column's parts from top to bottom, with spaces between. The first
 *  `groups` records name groups of columns. */
function joinedNames(records: string[][], groups: number): string[] {
  const width = Math.max(...records.map((fields) => fields.length));
  const repeated = records.every((row) => row.join('\n') === records[0]!.join('\n'));
  const spread = records.map((row, i) => (i < groups ? spreadNames(row, records[groups]!) : row));
  return Array.from({ length: width }, (_, column) => {
    const parts = spread.map((fields) => trimmed(fields[column] ?? '')).filter((part) => part !== '');
    return (repeated ? parts : [...new Set(parts)]).join(' ');
  });
}

/** The names in a comment such as `# a b c` above rows of three fields without a header of their own. In `#,name,value` the sign is a
 *  name itself. */
function namesInComment(
  { lastAbove, sign }: Comments,
  table: string[][],
  size: number,
  format: CellFormat,
  syntax: Syntax,
): string[] | null {
  const line = Buffer.from(`${lastAbove.trim()}\n`);
  const [record] = sampleRecords(line, true, { ...syntax, comment: null }, 1);
  const names = record?.fields.map(trimmed) ?? [];
  if (names[0] === '') names[0] = sign;
  if (size < 2 || names.length !== size || names.some((name) => name === '')) return null;
  if (hasHeader(table[0] ?? [], table.slice(1), format)) return null;
  return namesValues(names, table, format) ? names : null;
}

/** Number of fields up to the last one that is not blank. */
export function lastNamed(fields: string[]): number {
  let last = fields.length;
  while (last > 0 && trimmed(fields[last - 1]!) === '') last--;
  return last;
}

function headerNames(first: string[], size: number, rest: string[][]): string[] {
  const names = first.slice(0, Math.max(lastNamed(first), size));
  // An additional delimiter in the header: no row has as many fields.
  const filled = names.filter((name) => trimmed(name) !== '');
  if (filled.length === size && rest.every((fields) => fields.length <= size)) return filled;
  return names;
}

/** R writes row names without a column name: the header is one field short, the last field is filled in some row, and the first
 *  one is different in every row. */
function rowNamesAside(size: number, rest: string[][]): boolean {
  const rows = rest.filter((fields) => fields.length === size);
  const firsts = rows.map(([first = '']) => first);
  const names = firsts.every(
    (text, i) => Number(text) === i + 1 || (numberOf(text, usualFormat) === null && !isDate(text)),
  );
  return (
    names && new Set(firsts).size === rows.length && rows.some((fields) => trimmed(fields[size - 1]!) !== '')
  );
}
