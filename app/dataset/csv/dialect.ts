// Detects from the first block how a table is cut into cells: the signs (syntaxCandidates.ts), lines above the table, the
// header, and the number format. A person's choices override detection.
import { delimiters } from '../../contract/table/delimiters.ts';
import type { Reading } from '../../contract/table/reading.ts';
import { indices } from '../numbers/indices.ts';
import { type OpenSigns, openSigns } from '../values/numberForm.ts';
import {
  type CellFormat,
  decimalOf,
  isDate,
  isMissing,
  missingNumbers,
  missingSpellings,
  numberOf,
  type Thousands,
  thousandsOf,
  trimmed,
  usualFormat,
} from '../values/spelling.ts';
import { type Comments, commentBetween, commentsAbove } from './comments.ts';
import { hasHeader, headerRecords, joinedNames, namesValues, uniqueNames } from './header.ts';
import { sampleRecords } from './sampleRecords.ts';
import type { Syntax } from './syntax.ts';
import { bestCandidate, type Candidate } from './syntaxCandidates.ts';

export interface Layout {
  /** A single column has no delimiter, so that a comma in its text stays text. */
  syntax: Syntax;
  /** The delimiter to show: a single column has one too, unless a person chose none. */
  delimiter: string | null;
  header: boolean;
  /** Number of records that form the header together; 0 without a header, and where a comment holds the names. */
  headerRecords: number;
  /** Number of records above the header (or above the data, without a header) that are not part of the table, blank ones
   *  excluded. */
  skippedRecords: number;
  /** Whether the first of them is `sep=;` or similar. */
  announced: boolean;
  /** Number of fields of the table. */
  columns: number;
  /** The header's fields as written; empty without a header. */
  names: string[];
  /** Whether each record ends in a delimiter. */
  trailing: boolean;
  format: CellFormat;
  /** The digit grouping, as shown. */
  thousands: Thousands | null;
  /** What the first cells leave open about the decimal sign. */
  open: OpenSigns;
  /** For each column, whether its first cells are all numbers or empty. */
  numeric: boolean[];
  shortRows: 'pad' | 'leaveOut';
  /** Whether short rows at the end are footnotes: only if no choice was made about short rows. */
  footnotes: boolean;
  longRows: 'leaveOut' | 'cut';
}

const sampleSize = 500;
const preambleLimit = 50;

/** `block` holds the file's first bytes in UTF-8 without a byte-order mark; `whole`: it is the whole file. null when the block
 *  has no record. */
export function detectLayout(block: Uint8Array, whole: boolean, reading: Reading = {}): Layout | null {
  const announced = reading.delimiter === undefined ? announcedDelimiter(block) : null;
  const comments = reading.comment === undefined ? commentsAbove(beginning(block)) : null;
  const sign = reading.comment !== undefined ? reading.comment : (comments?.sign ?? null);
  let best = bestCandidate(block, whole, reading, sign, announced);
  if (best === null && comments !== null) best = bestCandidate(block, whole, reading, null, announced);
  if (best === null) return null;
  if (reading.comment === undefined && comments === null) {
    const between = commentBetween(
      best.records.map(({ fields }) => fields),
      best.shape.size,
    );
    if (between !== null) best.syntax = { ...best.syntax, comment: between };
  }
  return layoutOf(block, whole, best, { reading, announced: announced !== null, comments });
}

function beginning(block: Uint8Array): string {
  return Buffer.from(block.buffer, block.byteOffset, Math.min(block.length, 2 ** 16)).toString('utf8');
}

/** The delimiter in Excel's first line `sep=;`. */
function announcedDelimiter(block: Uint8Array): string | null {
  const start = Buffer.from(block.buffer, block.byteOffset, Math.min(block.length, 16)).toString('latin1');
  return /^"?sep=([^\r\n"])"?[\r\n]/i.exec(start)?.[1] ?? null;
}

interface Known {
  reading: Reading;
  announced: boolean;
  comments: Comments | null;
}

function layoutOf(block: Uint8Array, whole: boolean, { syntax, shape }: Candidate, known: Known): Layout {
  const { reading, comments, announced } = known;
  const size = syntax.delimiter === null ? 1 : shape.size;
  const found = sampleRecords(block, whole, syntax, sampleSize, size).map(({ fields }) => fields);
  const above = announced ? 1 : 0;
  const start = startOf(found, size, above, reading);
  const table = found.slice(start.skipped);
  const missing = reading.missing === undefined ? missingSpellings : spellings(reading.missing);
  const first = formatOf(table.slice(1), syntax, reading, missing);
  const heading = headingOf(table, size, first.format, { reading, start, comments, syntax });
  const rows = table.slice(heading.records);
  const { format, thousands } = heading.records > 1 ? formatOf(rows, syntax, reading, missing) : first;
  const trailing = hasTrailing(heading.names, rows, size);
  const width = trailing ? size - 1 : size;
  const named = heading.header ? lastNamed(heading.names) : 0;
  const columns = Math.max(named, width, 1);
  const single = columns === 1 && !trailing;
  const asText = chosenOtherwise(uniqueNames(heading.names.slice(0, columns), columns).names, reading);
  return {
    syntax: single && reading.delimiter === undefined ? { ...syntax, delimiter: null } : syntax,
    delimiter: single && reading.delimiter === undefined ? ',' : syntax.delimiter,
    header: heading.header,
    headerRecords: heading.records,
    skippedRecords: start.skipped,
    announced,
    columns,
    names: heading.names.slice(0, columns),
    trailing,
    format,
    thousands,
    open: openSigns(columnsOf(rows, columns)),
    numeric: numericColumns(rows, columns, format).map((numeric, i) => numeric && !asText.has(i)),
    shortRows: reading.shortRows ?? 'pad',
    footnotes: reading.shortRows === undefined,
    longRows: reading.longRows ?? 'leaveOut',
  };
}

/** Columns for which a person chose another type than number, a decimal sign or spellings of missing: their text is needed. A
 *  unit alone does not need it where all cells are plain numbers. */
function chosenOtherwise(names: string[], { types, formats }: Reading): Set<number> {
  const chosen = new Map(Object.entries(types ?? {}));
  const written = new Map(Object.entries(formats ?? {}));
  const asText = (name: string) => {
    const { decimal, missing } = written.get(name) ?? {};
    return (chosen.get(name) ?? 'number') !== 'number' || decimal !== undefined || missing !== undefined;
  };
  return new Set(indices(names.length).filter((i) => asText(names[i]!)));
}

function columnsOf(rows: string[][], count: number): string[][] {
  return indices(count).map((column) => rows.map((fields) => fields[column] ?? ''));
}

function spellings(texts: string[]): ReadonlySet<string> {
  return new Set(texts.map((text) => trimmed(text).toLowerCase()).filter((text) => text !== ''));
}

interface Start {
  skipped: number;
  /** Names from the record above the table, which uses another delimiter. */
  names: string[] | null;
}

/** Where the table begins. */
function startOf(records: string[][], size: number, above: number, { skipped }: Reading): Start {
  if (skipped !== undefined) return { skipped, names: null };
  if (size < 2) return { skipped: above, names: null };
  const count = preambleRecords(records.slice(above), size);
  const [last, ...rest] = records.slice(above + count - 1);
  if (count > 0 && last?.length === 1 && !hasHeader(rest[0] ?? [], rest.slice(1), usualFormat)) {
    const names = cutOtherwise(last[0]!, size);
    if (names !== null && namesValues(names, rest, usualFormat)) return { skipped: above + count - 1, names };
  }
  return { skipped: above + count, names: null };
}

/** The names in a line whose delimiter differs from that of the rows. */
function cutOtherwise(line: string, size: number): string[] | null {
  for (const { sign, cutsNames } of delimiters) {
    if (!cutsNames) continue;
    const parts = line.split(sign).map((part) => part.replace(/^"(.*)"$/, '$1'));
    if (parts.length === size && parts.every((part) => trimmed(part) !== '')) return parts;
  }
  return null;
}

/** Number of records above the table: those before the first with the usual number of fields, then those with only one filled
 *  field. The very first record may have one field fewer (see `rowNamesAside`), unless the one below it is the header. */
function preambleRecords(records: string[][], size: number): number {
  const first = records[0]?.length ?? 0;
  if (first >= 2 && first === size - 1 && !namesValues(records[1] ?? [], records.slice(2), usualFormat))
    return 0;
  let count = records.findIndex((fields) => fields.length >= size);
  if (count > preambleLimit) return 0;
  count = Math.max(count, 0);
  const filled = (fields: string[] = []) => fields.filter((cell) => trimmed(cell) !== '').length;
  while (size >= 3 && count < records.length - 1 && filled(records[count]) <= 1) count++;
  return filled(records[count]) <= 1 && size >= 3 ? 0 : count;
}

interface Heading {
  header: boolean;
  /** Number of records that hold the names. */
  records: number;
  names: string[];
}

function headingOf(
  table: string[][],
  size: number,
  format: CellFormat,
  {
    reading,
    start,
    comments,
    syntax,
  }: { reading: Reading; start: Start; comments: Comments | null; syntax: Syntax },
): Heading {
  const [first = [], ...rest] = table;
  const none = { header: false, records: 0, names: [] };
  if (reading.header === false) return none;
  if (start.names !== null) return { header: true, records: 1, names: start.names };
  const above = comments === null ? null : namesInComment(comments, table, size, format, syntax);
  if (above !== null && reading.header === undefined) return { header: true, records: 0, names: above };
  if (reading.header !== true && !hasHeader(first, rest, format)) return none;
  // If a person chose that there is a header, it is one line.
  const records = reading.header === true ? 1 : headerRecords(table, format);
  if (records > 1) return { header: true, records, names: joinedNames(table.slice(0, records)) };
  return { header: true, records, names: headerNames(first, size, rest) };
}

/** The names in a comment such as `# a b c` above rows of three fields without a header of their own. */
function namesInComment(
  { lastAbove }: Comments,
  table: string[][],
  size: number,
  format: CellFormat,
  syntax: Syntax,
): string[] | null {
  const line = Buffer.from(`${lastAbove.trim()}\n`);
  const [record] = sampleRecords(line, true, { ...syntax, comment: null }, 1);
  const names = record?.fields.map(trimmed) ?? [];
  if (size < 2 || names.length !== size || names.some((name) => name === '')) return null;
  if (hasHeader(table[0] ?? [], table.slice(1), format)) return null;
  return namesValues(names, table, format) ? names : null;
}

function lastNamed(fields: string[]): number {
  let last = fields.length;
  while (last > 0 && trimmed(fields[last - 1]!) === '') last--;
  return last;
}

function headerNames(first: string[], size: number, rest: string[][]): string[] {
  const names = first.slice(0, Math.max(lastNamed(first), size));
  if (names.length === size - 1 && rowNamesAside(size, rest)) return ['', ...names];
  // A trailing delimiter after the names: no row has as many fields.
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

/** Whether the last field has no name and is empty in all rows. */
function hasTrailing(names: string[], rows: string[][], size: number): boolean {
  if (size < 2 || trimmed(names[size - 1] ?? '') !== '' || names.length > size) return false;
  const whole = rows.filter((fields) => fields.length >= size);
  return (
    whole.length > 0 && whole.every((fields) => fields.length === size && trimmed(fields[size - 1]!) === '')
  );
}

function formatOf(
  rows: string[][],
  { delimiter }: Syntax,
  reading: Reading,
  missing: ReadonlySet<string>,
): { format: CellFormat; thousands: Thousands | null } {
  const decimal =
    reading.decimal ?? (delimiter === ',' ? decimalOf(quotedNumbers(rows)) : decimalOf(rows.flat()));
  if (reading.thousands !== undefined) {
    const thousands = reading.thousands === decimal ? null : reading.thousands;
    return { format: { decimal, thousands, missing }, thousands };
  }
  const width = Math.max(0, ...rows.map((fields) => fields.length));
  const { mark, seen } = thousandsOf(columnsOf(rows, width), decimal, missing);
  return { format: { decimal, thousands: mark, missing }, thousands: seen ? mark : null };
}

/** In a comma-delimited file only quoted cells can contain a comma, so only those show the number format. */
function quotedNumbers(records: string[][]): string[] {
  return records.flat().filter((field) => field.includes(',') || /^[+-]?\d+\.\d+$/.test(trimmed(field)));
}

function numericColumns(rows: string[][], columns: number, format: CellFormat): boolean[] {
  const noMissingNumbers = missingNumbers(format).length === 0;
  return indices(columns).map(
    (column) => noMissingNumbers && rows.every((fields) => isPlain(fields[column] ?? '', format)),
  );
}

/** Whether a cell is empty or a number as programs write it: without groups of thousands and leading zeros. */
function isPlain(cell: string, format: CellFormat): boolean {
  if (cell === '') return true;
  return (
    numberOf(cell, { ...format, thousands: null }) !== null &&
    !/^0\d/.test(cell) &&
    !isMissing(cell, format.missing)
  );
}
