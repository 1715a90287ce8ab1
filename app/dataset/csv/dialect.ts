// Detects from the first block how a table is cut into cells: the signs (syntaxCandidates.ts), lines above the table, the
// header, and the number format. A person's choices override detection.
import type { Reading } from '../../contract/table/reading.ts';
import { indices } from '../numbers/indices.ts';
import { decimalShown, type ExpectedSigns, usualSign } from '../values/decimalSign.ts';
import { type OpenSigns, openSigns } from '../values/numberForm.ts';
import {
  type CellFormat,
  type Decimal,
  isMissing,
  missingNumbers,
  missingSpellings,
  numberOf,
  type Thousands,
  thousandsOf,
  trimmed,
} from '../values/spelling.ts';
import { type Comments, commentBetween, commentsAbove } from './comments.ts';
import { uniqueNames } from './header.ts';
import { headingOf, lastNamed } from './heading.ts';
import { sampleRecords } from './sampleRecords.ts';
import type { Syntax } from './syntax.ts';
import { bestCandidate } from './syntaxCandidates.ts';
import type { Candidate } from './syntaxScore.ts';
import { startOf } from './tableStart.ts';

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
  /** Number of names in the header where it differs from that of the columns and may be damaged; else null. */
  headerFields: number | null;
  /** A name with a quote that does not enclose it; null without one. */
  headerQuote: string | null;
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
  /** Whether short rows at the end are footnotes: only if no choice was made about short rows or the table's end. */
  footnotes: boolean;
  /** Number of records at the end that are not part of the table because a person chose so. */
  footer: number;
  longRows: 'leaveOut' | 'cut';
  /** Rows whose first filled cell is one of these, trimmed, are not part of the table because a person chose so. */
  without: ReadonlySet<string>;
}

const sampleSize = 500;

/** `block` holds the file's first bytes in UTF-8 without a byte-order mark; `whole`: it is the whole file; `expected`: the decimal
 *  signs of an earlier table. null when the block has no record. */
export function detectLayout(
  block: Uint8Array,
  whole: boolean,
  reading: Reading = {},
  expected: ExpectedSigns | null = null,
): Layout | null {
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
  return layoutOf(block, whole, best, { reading, announced: announced !== null, comments, expected });
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
  expected: ExpectedSigns | null;
}

function layoutOf(block: Uint8Array, whole: boolean, { syntax, shape }: Candidate, known: Known): Layout {
  const { reading, comments, announced, expected } = known;
  const size = syntax.delimiter === null ? 1 : shape.size;
  const sample = sampleRecords(block, whole, syntax, sampleSize, size);
  const found = sample.map(({ fields }) => fields);
  const above = announced ? 1 : 0;
  const start = startOf(found, size, above, reading);
  const table = found.slice(start.skipped);
  const missing = reading.missing === undefined ? missingSpellings : spellings(reading.missing);
  const first = formatOf(table.slice(1), syntax, missing, known);
  const quotes = sample[start.skipped]?.quotes ?? null;
  const heading = headingOf(table, size, first.format, { reading, start, comments, syntax, quotes });
  const rows = table.slice(heading.records);
  const { format, thousands, decided } = heading.records > 1 ? formatOf(rows, syntax, missing, known) : first;
  const trailing = hasTrailing(heading.names, rows, size);
  const width = trailing ? size - 1 : size;
  const named = heading.header ? lastNamed(heading.names) : 0;
  const wider = reading.longRows === undefined ? widerRows(rows, Math.max(named, width)) : 0;
  const columns = Math.max(named, width, wider, 1);
  const single = columns === 1 && !trailing;
  const { names } = uniqueNames(heading.names.slice(0, columns), columns);
  const asText = new Set([
    ...chosenOtherwise(names, reading),
    ...expectedOtherwise(names, format.decimal, expected),
  ]);
  return {
    syntax: single && reading.delimiter === undefined ? { ...syntax, delimiter: null } : syntax,
    delimiter: single && reading.delimiter === undefined ? ',' : syntax.delimiter,
    header: heading.header,
    headerRecords: heading.records,
    skippedRecords: start.skipped,
    announced,
    columns,
    names: heading.names.slice(0, columns),
    headerFields: heading.fields.includes(columns) ? null : (heading.fields[0] ?? null),
    headerQuote: heading.quote,
    trailing,
    format,
    thousands,
    open: openSigns(columnsOf(rows, columns), format.decimal, decided),
    numeric: numericColumns(rows, columns, format).map((numeric, i) => numeric && !asText.has(i)),
    shortRows: reading.shortRows ?? 'pad',
    footnotes: reading.shortRows === undefined && reading.footer === undefined,
    footer: reading.footer ?? 0,
    longRows: reading.longRows ?? 'leaveOut',
    without: new Set((reading.without ?? []).map(trimmed)),
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

/** The number of fields of the longest row, if nearly all rows have more than `columns` filled ones; else 0. */
function widerRows(rows: string[][], columns: number): number {
  const lengths = rows.map(lastNamed);
  const longer = lengths.filter((length) => length > columns).length;
  return columns > 1 && longer >= 0.8 * rows.length ? Math.max(0, ...lengths) : 0;
}

/** Whether the last field has no name and is empty in all rows. */
function hasTrailing(names: string[], rows: string[][], size: number): boolean {
  if (size < 2 || trimmed(names[size - 1] ?? '') !== '' || names.length > size) return false;
  const whole = rows.filter((fields) => fields.length >= size);
  return (
    whole.length > 0 && whole.every((fields) => fields.length === size && trimmed(fields[size - 1]!) === '')
  );
}

interface FoundFormat {
  format: CellFormat;
  /** As shown. */
  thousands: Thousands | null;
  /** Whether the cells show the decimal sign. */
  decided: boolean;
}

function formatOf(
  rows: string[][],
  syntax: Syntax,
  missing: ReadonlySet<string>,
  { reading, expected }: Known,
): FoundFormat {
  const width = Math.max(0, ...rows.map((fields) => fields.length));
  const columns = columnsOf(rows, width);
  const shown = decimalShown(columns, missing);
  const decimal = reading.decimal ?? shown ?? expectedDecimal(columns, syntax, expected);
  const decided = shown === decimal;
  if (reading.thousands !== undefined) {
    const thousands = reading.thousands === decimal ? null : reading.thousands;
    return { format: { decimal, thousands, missing }, thousands, decided };
  }
  const { mark, seen } = thousandsOf(columns, decimal, missing);
  return { format: { decimal, thousands: mark, missing }, thousands: seen ? mark : null, decided };
}

/** Between commas a decimal comma needs quotes, so that it is expected there only where some number may have one. */
function expectedDecimal(
  columns: string[][],
  { delimiter }: Syntax,
  expected: ExpectedSigns | null,
): Decimal {
  const sign = (expected && usualSign(expected)) ?? '.';
  if (delimiter !== ',' || sign === '.') return sign;
  return openSigns(columns, sign, false).examples.some((example) => example !== null) ? sign : '.';
}

/** Columns that had another decimal sign in an earlier table than this file has: their text may show the same. */
function expectedOtherwise(names: string[], decimal: Decimal, expected: ExpectedSigns | null): number[] {
  return indices(names.length).filter((i) => (expected?.columns.get(names[i]!) ?? decimal) !== decimal);
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
