// Finds how a table is cut into cells from its first block: the delimiter under which the records agree on the number of their
// fields and the cells look like values, lines above the table, the header, the decimal sign. The idea of weighing agreement
// against the look of the cells is that of van den Burg, Nazabal and Sutton, "Wrangling messy CSV files by detecting row and
// type patterns" (2019); the weights are ours.
import { hasHeader, namesValues } from './header.ts';
import { indices } from './indices.ts';
import { type CutRecord, fieldTexts, RecordCutter } from './records.ts';
import { type Decimal, decimalOf, isDate, isMissing, numberOf, trimmed, truthOf } from './spelling.ts';

export interface Layout {
  delimiter: string;
  /** What really cuts: in a single column nothing does, so that a comma in its text stays text. */
  cutter: string;
  header: boolean;
  /** Records above the header, or above the data where there is none, that are no part of the table; blank ones not counted. */
  skippedRecords: number;
  /** Number of fields of the table. */
  columns: number;
  /** The header's fields as written; empty without a header. */
  names: string[];
  decimal: Decimal;
  /** Of each column, whether its first cells are numbers or empty. */
  numeric: boolean[];
}

/** In the order of preference where nothing else decides. */
const delimiters = [',', ';', '\t', '|', '^', '~'] as const;
const unitSeparator = '\x1f';
const sampleRecords = 500;
const sampleCells = 100_000;
/** Under a delimiter that is not the file's, the quotes of all its lines can seem never to close, and each makes the block be read
 *  again; after so many the delimiter has said enough. */
const sampleUnclosed = 20;
/** The share of records that must agree on their number of fields, else the file is taken for a single column. */
const agreementNeeded = 0.5;
const preambleLimit = 50;

/** `block` are the file's first bytes in UTF-8 without a byte-order mark; `whole` whether that is all. Null when the block holds
 *  no record at all. */
export function detectLayout(block: Uint8Array, whole: boolean): Layout | null {
  const announced = announcedDelimiter(block);
  const candidates = announced === null ? delimiters : [announced];
  let best: { delimiter: string; records: string[][]; score: number } | null = null;
  for (const delimiter of candidates) {
    const records = sample(block, whole, delimiter);
    const score = scoreOf(records.slice(announced === null ? 0 : 1), delimiter);
    if (best === null || score > best.score + 1e-9) best = { delimiter, records, score };
  }
  if (best === null || best.records.length === 0) return null;
  return layoutOf(best.delimiter, best.records, announced === null ? 0 : 1);
}

/** Excel's first line `sep=;`. */
function announcedDelimiter(block: Uint8Array): string | null {
  const start = Buffer.from(block.buffer, block.byteOffset, Math.min(block.length, 16)).toString('latin1');
  return /^"?sep=([^\r\n"])"?[\r\n]/i.exec(start)?.[1] ?? null;
}

function sample(block: Uint8Array, whole: boolean, delimiter: string): string[][] {
  const records: string[][] = [];
  let cells = 0;
  let unclosed = 0;
  const cutter = new RecordCutter(delimiter, (record: CutRecord) => {
    if (record.unclosed) unclosed++;
    else if (!record.blank) records.push(fieldTexts(record));
    cells += record.fields;
    if (unclosed > sampleUnclosed) return false;
    return records.length < sampleRecords && (cells < sampleCells || records.length < 20);
  });
  if (cutter.push(block, whole) && !whole && records.length === 0) {
    // A single record longer than the block: its beginning has to do.
    cutter.push(new Uint8Array([0x0a]), true);
  }
  return records;
}

/** Agreement on the number of fields (0..1) times how many cells look like values (0.5..1); a single column scores low, so
 *  that any fair agreement on more wins. */
function scoreOf(records: string[][], delimiter: string): number {
  if (records.length === 0) return 0;
  const { size, agreement } = sizeOf(records);
  if (size < 2) return 0.3;
  let cells = 0;
  let clean = 0;
  for (const fields of records) {
    if (fields.length !== size) continue;
    for (const field of fields) {
      cells++;
      if (looksLikeValue(field, delimiter)) clean++;
    }
  }
  return Math.max(agreement, agreementNeeded) * (0.5 + (0.5 * clean) / cells) + 0.06;
}

/** The number of fields of the table: that of most records; where they disagree but nearly all hold the delimiter, that of the
 *  first record (a ragged file must not pass for a single column); else 1. */
function sizeOf(records: string[][]): { size: number; agreement: number } {
  const { size, count } = commonest(records.map((fields) => fields.length));
  const agreement = count / Math.max(records.length, 1);
  if (size >= 2 && agreement >= agreementNeeded) return { size, agreement };
  const delimited = records.filter((fields) => fields.length > 1).length / Math.max(records.length, 1);
  const first = records[0]?.length ?? 1;
  if (delimited >= 0.8 && first > 1) return { size: first, agreement };
  return { size: 1, agreement };
}

function looksLikeValue(field: string, delimiter: string): boolean {
  if (isMissing(field) || numberOf(field, '.') !== null || truthOf(field) !== null) return true;
  if (delimiter !== ',' && numberOf(field, ',') !== null) return true;
  if (isDate(field)) return true;
  return !/[,;\t|]/.test(field);
}

function commonest(sizes: number[]): { size: number; count: number } {
  const counts = new Map<number, number>();
  for (const size of sizes) counts.set(size, (counts.get(size) ?? 0) + 1);
  let best = { size: 0, count: 0 };
  for (const [size, count] of counts) {
    if (count > best.count || (count === best.count && size > best.size)) best = { size, count };
  }
  return best;
}

function layoutOf(delimiter: string, records: string[][], announcedLines: number): Layout {
  const table = records.slice(announcedLines);
  const { size } = sizeOf(table);
  const preamble = size < 2 ? 0 : preambleRecords(table, size);
  const [first = [], ...rest] = table.slice(preamble);
  const decimal = delimiter === ',' ? decimalOf(quotedNumbers(rest)) : decimalOf(rest.flat());
  const header = hasHeader(first, rest, decimal);
  const named = header ? lastNamed(first) : 0;
  const columns = Math.max(header ? Math.max(named, size) : size, 1);
  return {
    delimiter,
    cutter: columns === 1 ? unitSeparator : delimiter,
    header,
    skippedRecords: announcedLines + preamble,
    columns,
    names: header ? headerNames(first, size, rest) : [],
    decimal,
    numeric: indices(columns).map((column) => rest.every((fields) => isPlain(fields[column] ?? '', decimal))),
  };
}

/** A number as programs write it, or nothing: no group of thousands, no leading zero. */
function isPlain(cell: string, decimal: Decimal): boolean {
  if (cell === '') return true;
  return numberOf(cell, decimal) !== null && !/^0\d|[.,].*[.,]/.test(cell);
}

/** Between commas only a quoted cell can hold one, so only those say anything. */
function quotedNumbers(records: string[][]): string[] {
  return records.flat().filter((field) => field.includes(',') || /^[+-]?\d+\.\d+$/.test(trimmed(field)));
}

/** Records above the first that has as many fields as most; the very first may have one fewer (see headerNames), unless the one
 *  below it is the header. */
function preambleRecords(records: string[][], size: number): number {
  const first = records[0]?.length ?? 0;
  if (first >= 2 && first === size - 1 && !namesValues(records[1] ?? [], records.slice(2))) return 0;
  const count = records.findIndex((fields) => fields.length >= size);
  return count > preambleLimit ? 0 : Math.max(count, 0);
}

function lastNamed(fields: string[]): number {
  let last = fields.length;
  while (last > 0 && trimmed(fields[last - 1]!) === '') last--;
  return last;
}

/** R writes row names without a name for their column: a header one field short, over rows whose last field is no blank. */
function headerNames(first: string[], size: number, rest: string[][]): string[] {
  const names = first.slice(0, Math.max(lastNamed(first), size));
  const lastFilled = rest.some((fields) => fields.length === size && trimmed(fields[size - 1]!) !== '');
  return names.length === size - 1 && lastFilled ? ['', ...names] : names;
}
