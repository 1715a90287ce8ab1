// Scores how well a syntax cuts records: with the right signs most records have the same number of fields, and the cells look like
// values. How the two are weighed follows van den Burg, Nazabal and Sutton, "Wrangling messy CSV files by detecting row and type
// patterns" (2019); the weights are ours.
import { delimiters } from '../../contract/table/delimiters.ts';
import { isDate, isMissing, numberOf, truthOf, usualFormat } from '../values/spelling.ts';
import { namesValues } from './header.ts';
import type { QuoteState } from './quoteStates.ts';
import type { SampleRecord } from './sampleRecords.ts';
import type { Syntax } from './syntax.ts';

const inTexts = new Set(delimiters.filter((one) => one.inTexts).map(({ sign }) => sign));
/** The share of records that must agree on their number of fields, else the file is taken for a single column. */
const agreementNeeded = 0.5;
/** Score of a single column: several columns with fair agreement score higher. */
const singleColumn = 0.3;
/** Score of a single column whose cells are enclosed in quotes: what cuts them open scores lower. */
const enclosedColumn = 0.9;
/** Penalty for leaving a blank at the start of every cell. */
const blanksKept = 0.02;

export interface Shape {
  /** Number of fields of the table; 1: the records do not agree. */
  size: number;
  /** Between the first and the last record with `size` fields, the share of records with `size` fields. */
  agreement: number;
  /** Index of the first record with `size` fields; 0 for a single column. */
  first: number;
}

export interface Candidate {
  syntax: Syntax;
  /** The first records, those above the table among them. */
  records: SampleRecord[];
  /** Of the records below the announcement or what a person skips. */
  shape: Shape;
}

export interface Scored extends Candidate {
  /** The records that were judged. */
  table: SampleRecord[];
  score: number;
}

/** The table's number of fields: the most frequent one above 1, if enough records agree on it; if they disagree but nearly all
 *  contain the delimiter, that of the first record (a ragged file must not be taken for a single column); else 1. */
export function shapeOf(records: readonly SampleRecord[]): Shape {
  const counts = new Map<number, { count: number; first: number; last: number }>();
  for (const [index, { fields }] of records.entries()) {
    const known = counts.get(fields.length);
    if (known === undefined) counts.set(fields.length, { count: 1, first: index, last: index });
    else Object.assign(known, { count: known.count + 1, last: index });
  }
  const several = [...counts].filter(([size]) => size >= 2);
  several.sort(([, one], [, other]) => other.count - one.count || one.first - other.first);
  const [best] = several;
  if (best !== undefined) {
    const [size, { count, first, last }] = best;
    const agreement = count / (last - first + 1);
    const share = count / records.length;
    const block = count >= 3 && size >= 3 && agreement >= 0.9;
    if (share >= agreementNeeded || (agreement >= agreementNeeded && block))
      return { size, agreement, first };
  }
  const delimited = records.filter(({ fields }) => fields.length > 1).length / Math.max(records.length, 1);
  const size = records[0]?.fields.length ?? 1;
  if (delimited >= 0.8 && size > 1)
    return { size, agreement: (counts.get(size)?.count ?? 0) / records.length, first: 0 };
  return { size: 1, agreement: 1, first: 0 };
}

/** Agreement on the number of fields (0..1) times how many cells look like values (0.5..1). */
export function scoreOf(records: readonly SampleRecord[], shape: Shape, syntax: Syntax): number {
  if (records.length === 0) return 0;
  const { size, agreement } = shape;
  // Without quoting, a record that quotes would have kept whole is evidence too.
  const all = size < 2 || syntax.quote === null;
  const judged = all ? records : records.filter(({ fields }) => fields.length === size);
  const cells = judged.reduce((sum, { fields }) => sum + fields.length, 0);
  const clean = judged.reduce((sum, record) => sum + cleanCells(record, syntax), 0) / Math.max(cells, 1);
  if (size < 2) return isEnclosedColumn(records) ? enclosedColumn : singleColumn * (0.9 + 0.1 * clean);
  const blank = syntax.delimiter !== ' ' && beginBlank(judged) ? blanksKept : 0;
  const score = Math.max(agreement, agreementNeeded) * (0.5 + 0.5 * clean) + 0.06 - blank;
  return inTexts.has(syntax.delimiter ?? '') ? rareScore(records, judged, shape, syntax, score) : score;
}

/** How many cells of a record look like values. What quotes enclose is one, whatever it holds; a quote elsewhere and a tab count
 *  against the cut. */
function cleanCells({ fields, quotes }: SampleRecord, syntax: Syntax): number {
  let clean = 0;
  for (let i = 0; i < fields.length; i++) {
    const field = fields[i]!;
    const state: QuoteState = quotes?.[i] ?? 'none';
    if (state === 'enclosed' || (state === 'none' && looksLikeValue(field, syntax))) clean++;
    else if (state === 'inside' || field.includes('\t')) clean -= 0.5;
  }
  return clean;
}

/** Whether quotes enclose records of one field and stand nowhere else: `"Kim, Mina"` on lines of their own. */
function isEnclosedColumn(records: readonly SampleRecord[]): boolean {
  const states = records.flatMap(({ quotes }) => quotes ?? []);
  return (
    states.includes('enclosed') &&
    records.every(({ fields }) => fields.length === 1) &&
    !states.includes('inside')
  );
}

/** Whether blanks seem to belong to the delimiter: nearly all cells after the first begin with one. */
function beginBlank(records: readonly SampleRecord[]): boolean {
  const filled = records.flatMap(({ fields }) => fields.slice(1)).filter((cell) => cell !== '');
  return filled.length > 0 && filled.filter((cell) => /^[ \t]/.test(cell)).length >= 0.95 * filled.length;
}

/** Spaces, colons and # occur in dates, sentences and labels: they are delimiters only if records agree well from the names on, and
 *  the cells are more than words. */
function rareScore(
  records: readonly SampleRecord[],
  judged: readonly SampleRecord[],
  { size, agreement, first }: Shape,
  { delimiter }: Syntax,
  score: number,
): number {
  const rows = judged.map(({ fields }) => fields);
  const cells = rows.flat();
  const states = judged.flatMap(({ quotes }) => quotes ?? []);
  const enclosed = states.filter((state) => state === 'enclosed').length >= 0.3 * cells.length;
  const named = first === 0 || enclosed || namesValues(rows[0]!, rows.slice(1), usualFormat);
  if (agreement < 0.85 || !named) return 0;
  const lines = records.map(({ fields }) => fields.join(delimiter ?? ''));
  if (lines.filter(isTyped).length >= 0.5 * lines.length) return 0;
  if (delimiter === ':' && lines.filter((line) => clock.test(line)).length >= 0.5 * lines.length) return 0;
  const alike = first === 0 && agreement === 1 && size >= 3 && rows.length >= 4;
  const typed = cells.filter(isTyped).length >= 0.3 * cells.length;
  const enough = enclosed || (delimiter === ' ' ? alike || typed : size >= 3);
  // Several spaces side by side align columns.
  const empty = delimiter === ' ' && cells.filter((cell) => cell === '').length > 0.1 * cells.length;
  return enough ? (empty ? 0.8 : 0.9) * score : 0;
}

/** A time with blanks around it, or behind a date: its colons delimit nothing. */
const clock = /(?:^|\s|\d[-/.]\d{1,2}T)\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?(?:\s|$)/;

function isTyped(cell: string): boolean {
  return numberOf(cell, usualFormat) !== null || isDate(cell);
}

const decimalComma = { decimal: ',', thousands: '.' } as const;

/** Whether a cell without quotes looks like one value. */
function looksLikeValue(field: string, { delimiter }: Syntax): boolean {
  if (isMissing(field) || numberOf(field, usualFormat) !== null || truthOf(field) !== null) return true;
  if (delimiter !== ',' && numberOf(field, decimalComma) !== null) return true;
  if (isDate(field)) return true;
  // An apostrophe at an edge was to enclose the cell.
  if (/^'|'$/.test(field)) return false;
  // A comma before a space is part of a sentence.
  return !/[;\t|^~]|,(?! )|#(?=\S*#)/.test(field);
}
