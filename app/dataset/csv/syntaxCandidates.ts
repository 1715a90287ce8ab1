// Finds the signs (delimiter, quote, escape) that cut a block into records best: with the right ones most records have the same
// number of fields, and the cells look like values. How the two are weighed follows van den Burg, Nazabal and Sutton,
// "Wrangling messy CSV files by detecting row and type patterns" (2019); the weights are ours.
import { delimiters } from '../../contract/table/delimiters.ts';
import type { Reading } from '../../contract/table/reading.ts';
import { isDate, isMissing, numberOf, truthOf, usualFormat } from '../values/spelling.ts';
import { type SampleRecord, sampleRecords } from './sampleRecords.ts';
import { type Syntax, usualSyntax } from './syntax.ts';

const inTexts = new Set(delimiters.filter((one) => one.inTexts).map(({ sign }) => sign));
const sampleSize = 300;
/** Bytes that are searched for delimiters and quotes. */
const signBytes = 2 ** 17;
/** The share of records that must agree on their number of fields, else the file is taken for a single column. */
const agreementNeeded = 0.5;
/** Score of a single column: several columns with fair agreement score higher. */
const singleColumn = 0.3;
/** Quotes doubled between `"` are the rule; other signs must score higher by this much. */
const exceptionWorth = 0.01;
/** Penalty for leaving a blank at the start of every cell. */
const blanksKept = 0.02;

export interface Candidate {
  syntax: Syntax;
  records: SampleRecord[];
  shape: Shape;
}

/** The best signs for the block among those that the reading leaves open. `announced` is the delimiter of a line `sep=;`, which
 *  is then the first record. */
export function bestCandidate(
  block: Uint8Array,
  whole: boolean,
  reading: Reading,
  comment: string | null,
  announced: string | null,
): Candidate | null {
  const text = Buffer.from(block.buffer, block.byteOffset, Math.min(block.length, signBytes)).toString(
    'latin1',
  );
  const above = reading.skipped ?? (announced === null ? 0 : 1);
  let best: (Candidate & { score: number }) | null = null;
  for (const syntax of syntaxes(text, reading, comment, announced)) {
    let records = sampleRecords(block, whole, syntax, sampleSize);
    let shape = shapeOf(records.slice(above).map(({ fields }) => fields));
    if (shape.size > 1 && syntax.quote !== null && text.includes(syntax.quote)) {
      // Cut again with the known size, so that a stray quote does not hide the lines after it.
      records = sampleRecords(block, whole, syntax, sampleSize, shape.size);
      shape = shapeOf(records.slice(above).map(({ fields }) => fields));
    }
    const table = records.slice(above);
    const exception = syntax.quote !== '"' || syntax.escape !== null || syntax.spaced || syntax.collapsed;
    const score = scoreOf(table, shape, syntax) - (exception ? exceptionWorth : 0);
    if (best === null || score > best.score + 1e-9) best = { syntax, records, shape, score };
  }
  return best === null || best.records.length === 0 ? null : best;
}

function* syntaxes(
  text: string,
  reading: Reading,
  comment: string | null,
  announced: string | null,
): Generator<Syntax> {
  const found =
    announced === null
      ? delimiters.map(({ sign }) => sign).filter((sign) => sign === ',' || text.includes(sign))
      : [announced];
  const cuts = reading.delimiter !== undefined ? [reading.delimiter] : found;
  for (const delimiter of cuts) {
    for (const quote of reading.quote !== undefined ? [reading.quote] : quotesIn(text)) {
      const escapes = quote !== null && text.includes(`\\${quote}`) ? [null, '\\'] : [null];
      for (const sign of reading.escape !== undefined ? [reading.escape] : escapes) {
        const syntax = { ...usualSyntax, delimiter, quote, escape: sign, comment };
        yield syntax;
        if (delimiter === null || delimiter === '\t') continue;
        if (delimiter === ' ') {
          if (text.includes('  ')) yield { ...syntax, collapsed: true };
        } else if (text.includes(`${delimiter} `)) yield { ...syntax, spaced: true };
      }
    }
  }
}

/** Apostrophes count as quotes only if some cells begin and end with one. */
function quotesIn(text: string): (string | null)[] {
  const apostrophes = text.match(/(?:^|[,;\t|^~ :\r\n])'(?:[^'\r\n]|'')*'(?=[,;\t|^~ :\r\n]|$)/g) ?? [];
  return ['"', ...(apostrophes.length > 1 ? ["'"] : []), ...(text.includes('"') ? [null] : [])];
}

export interface Shape {
  /** Number of fields of the table; 1: the records do not agree. */
  size: number;
  /** Between the first and the last record with `size` fields, the share of records with `size` fields. */
  agreement: number;
}

/** The table's number of fields: the most frequent one above 1, if enough records agree on it; if they disagree but nearly all
 *  contain the delimiter, that of the first record (a ragged file must not be taken for a single column); else 1. */
export function shapeOf(records: string[][]): Shape {
  const counts = new Map<number, { count: number; first: number; last: number }>();
  for (const [index, { length }] of records.entries()) {
    const known = counts.get(length);
    if (known === undefined) counts.set(length, { count: 1, first: index, last: index });
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
    if (share >= agreementNeeded || (agreement >= agreementNeeded && block)) return { size, agreement };
  }
  const delimited = records.filter((fields) => fields.length > 1).length / Math.max(records.length, 1);
  const first = records[0]?.length ?? 1;
  if (delimited >= 0.8 && first > 1)
    return { size: first, agreement: (counts.get(first)?.count ?? 0) / records.length };
  return { size: 1, agreement: 1 };
}

/** Agreement on the number of fields (0..1) times how many cells look like values (0.5..1). */
function scoreOf(records: SampleRecord[], { size, agreement }: Shape, syntax: Syntax): number {
  if (records.length === 0) return 0;
  const cells: string[] = [];
  for (const { fields } of records) {
    if (size < 2 || fields.length === size) cells.push(...fields);
  }
  const clean = cells.filter((cell) => looksLikeValue(cell, syntax)).length / Math.max(cells.length, 1);
  if (size < 2) return singleColumn * (0.9 + 0.1 * clean);
  const blank = syntax.delimiter !== ' ' && beginBlank(records, size) ? blanksKept : 0;
  const score = Math.max(agreement, agreementNeeded) * (0.5 + 0.5 * clean) + 0.06 - blank;
  if (!inTexts.has(syntax.delimiter ?? '')) return score;
  return rareScore(records, { size, agreement }, syntax, cells, score);
}

/** Whether blanks seem to belong to the delimiter: nearly all cells after the first begin with one. */
function beginBlank(records: SampleRecord[], size: number): boolean {
  const cells = records.flatMap(({ fields }) => (fields.length === size ? fields.slice(1) : []));
  const filled = cells.filter((cell) => cell !== '');
  return filled.length > 0 && filled.filter((cell) => /^[ \t]/.test(cell)).length >= 0.95 * filled.length;
}

/** Spaces and colons occur in dates and sentences: they are delimiters only if records agree well and the cells are more than
 *  words. */
function rareScore(
  records: SampleRecord[],
  { size, agreement }: Shape,
  { delimiter }: Syntax,
  cells: string[],
  score: number,
): number {
  const lines = records.map(({ fields }) => fields.join(delimiter ?? ''));
  const whole = lines.filter(isTyped).length / lines.length;
  const typed = cells.filter(isTyped).length / Math.max(cells.length, 1);
  const enough = delimiter === ' ' ? typed >= 0.3 : size >= 3;
  // Several spaces side by side align columns.
  const empty = delimiter === ' ' && cells.filter((cell) => cell === '').length > 0.1 * cells.length;
  return agreement >= 0.85 && whole < 0.5 && enough ? (empty ? 0.8 : 0.9) * score : 0;
}

function isTyped(cell: string): boolean {
  return numberOf(cell, usualFormat) !== null || isDate(cell);
}

const decimalComma = { decimal: ',', thousands: '.' } as const;

function looksLikeValue(field: string, syntax: Syntax): boolean {
  const { delimiter, quote } = syntax;
  if (isMissing(field) || numberOf(field, usualFormat) !== null || truthOf(field) !== null) return true;
  if (delimiter !== ',' && numberOf(field, decimalComma) !== null) return true;
  if (isDate(field)) return true;
  if (syntax.escape === null && field.includes('\\"')) return false;
  // A quote that encloses or opens the cell was not removed.
  if (quote !== '"' && field.startsWith('"')) return false;
  if (/^[ \t]+"/.test(field)) return false;
  if (quote !== "'" && /^'.*'$/s.test(field)) return false;
  // A comma before a space is part of a sentence.
  return !/[;\t|]|,(?! )/.test(field);
}
