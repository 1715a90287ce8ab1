// What the text of one cell means: in comes a text, out goes a number, yes or no, whether it is a date, whether it is missing. Pure
// functions; the rules that run over millions of cells as SQL (numberSql) are written beside those in TypeScript that they must agree
// with.

import { quoted } from '../resources/sqlText.ts';
import { type Marks, unmarked, unmarkedSql } from './markedNumbers.ts';

/** Spellings of a missing value, compared trimmed and in lower case. `None` is not among them: it is a level in many surveys. */
export const missingSpellings: ReadonlySet<string> = new Set([
  'na',
  'n/a',
  '#n/a',
  '#na',
  '<na>',
  'null',
  'nan',
  '-nan',
  '-',
  '--',
  '?',
  '.',
  '결측',
  '결측치',
]);

/** White space that people and spreadsheets leave around a value, the no-break space included. */
export const blanks = ' \t\r\n\u00a0\u3000\ufeff';
/** Those beyond ASCII; all ASCII blanks are less than `!`. */
export const wideBlanks = Array.from(blanks).filter((blank) => blank > '!');
const blankEnds = /^[ \t\r\n\u00a0\u3000\ufeff]+|[ \t\r\n\u00a0\u3000\ufeff]+$/g;

export function trimmed(text: string): string {
  return text.replace(blankEnds, '');
}

export function isMissing(text: string, spellings = missingSpellings): boolean {
  const bare = trimmed(text);
  return bare === '' || spellings.has(bare.toLowerCase());
}

const plain = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

export type Decimal = '.' | ',';
export type Thousands = ',' | '.' | ' ' | "'";

/** How the numbers of a file or a column are written, and which cells mean missing besides the empty one (trimmed, in lower
 *  case). */
export interface CellFormat extends Marks {
  decimal: Decimal;
  /** What groups digits by threes; null: nothing. */
  thousands: Thousands | null;
  missing: ReadonlySet<string>;
}

export const usualFormat: CellFormat = { decimal: '.', thousands: ',', missing: missingSpellings };

/** A space may be a no-break space, an apostrophe may be typographic. */
const groupSigns: Record<Thousands, readonly string[]> = {
  ',': [','],
  '.': ['.'],
  ' ': [' ', '\u00a0', '\u202f', '\u2009'],
  "'": ["'", '\u2019'],
};

/** A regular expression for any of the signs, for both JavaScript and RE2. */
function groupMark(thousands: Thousands): string {
  return `[${groupSigns[thousands].join('')}]`;
}

/** A group at the start is no zero: `0,125` has three decimals. India groups by two above the thousands: `1,23,456`. */
function groupedPattern(thousands: Thousands, decimal: Decimal): string {
  const mark = groupMark(thousands);
  const usual = `[1-9][0-9]{0,2}(?:${mark}[0-9]{3})+`;
  const indian = `[1-9][0-9]?(?:,[0-9]{2})+,[0-9]{3}`;
  const whole = thousands === ',' ? `(?:${usual}|${indian})` : usual;
  return `${whole}(?:${decimal === '.' ? '\\.' : ','}[0-9]*)?`;
}

/** Digits without a sign, grouped or not: what stands beside a unit. */
function digitsPattern({ thousands, decimal }: NumberForm): string {
  const point = decimal === '.' ? '\\.' : ',';
  const plain = `(?:[0-9]+${point}?[0-9]*|${point}[0-9]+)(?:[eE][+-]?[0-9]+)?`;
  return thousands === null ? plain : `${groupedPattern(thousands, decimal)}|${plain}`;
}

const grouped = new Map<string, { number: RegExp; mark: RegExp }>();
function groupedBy(thousands: Thousands, decimal: Decimal) {
  let found = grouped.get(thousands + decimal);
  if (found === undefined) {
    const number = new RegExp(`^[+-]?${groupedPattern(thousands, decimal)}$`);
    found = { number, mark: new RegExp(groupMark(thousands), 'g') };
    grouped.set(thousands + decimal, found);
  }
  return found;
}

export type NumberForm = Pick<CellFormat, 'decimal' | 'thousands' | 'unit' | 'accounting' | 'wide'>;

/** The number in a cell, null if it is not a number; may be infinite (`1e400`). */
export function numberOf(text: string, form: NumberForm): number | null {
  const { decimal, thousands } = form;
  let bare = trimmed(text);
  if (isMarked(form)) bare = unmarked(bare, form, digitsPattern(form)) ?? '';
  if (plain.test(bare) && (decimal === '.' || !bare.includes('.'))) return Number(bare);
  if (thousands !== null) {
    const { number, mark } = groupedBy(thousands, decimal);
    if (number.test(bare)) bare = bare.replace(mark, '');
  }
  if (decimal === ',') bare = bare.includes('.') ? '' : bare.replace(',', '.');
  return plain.test(bare) ? Number(bare) : null;
}

export function isMarked({ unit, accounting, wide }: Marks): boolean {
  return unit !== undefined || accounting === true || wide === true;
}

/** Whether a cell is a number whose digits `thousands` groups by threes. */
export function isGrouped(text: string, thousands: Thousands, decimal: Decimal): boolean {
  return groupedBy(thousands, decimal).number.test(trimmed(text));
}

/** Characters that occur in a file's cells and for which `numberSql` and DuckDB's cast would differ. */
export interface NumberMarks {
  commas: boolean;
  underscores: boolean;
}

/** SQL for `numberOf` on the text column `cell`: a DOUBLE, NULL if it is not a number; `-inf` and `-nan` are not filtered out.
 *  A text that begins with a letter is not a number, which avoids most casts; DuckDB's cast would read `1_000`. Cases that
 *  cannot occur are left out: with all of them, DuckDB takes three times as long to plan 5,000 columns. */
export function numberSql(cell: string, format: CellFormat, marks: NumberMarks): string {
  const { decimal, thousands } = format;
  const bare = `trim(${cell}, ${quoted(blanks)})`;
  if (isMarked(format)) return markedSql(bare, format);
  const leads = wideBlanks.map((blank) => `starts_with(${cell}, ${quoted(blank)})`).join(' OR ');
  const cases = [`WHEN ${cell} >= ':' AND NOT (${leads}) THEN NULL`];
  const missing = missingNumbers(format);
  if (missing.length > 0) cases.push(`WHEN lower(${bare}) IN (${missing.map(quoted)}) THEN NULL`);
  if (marks.underscores) cases.push(`WHEN contains(${cell}, '_') THEN NULL`);
  const point = (text: string) => (decimal === ',' ? `replace(${text}, ',', '.')` : text);
  if (thousands !== null && (thousands !== ',' || marks.commas)) {
    const mark = quoted(groupMark(thousands));
    const ungrouped = `regexp_replace(${bare}, ${mark}, '', 'g')`;
    cases.push(`WHEN regexp_matches(${cell}, ${mark}) AND
      regexp_full_match(${bare}, ${quoted(`[+-]?${groupedPattern(thousands, decimal)}`)}) THEN ${point(ungrouped)}`);
  }
  if (decimal === ',') {
    cases.push(`WHEN contains(${cell}, '.') THEN NULL WHEN contains(${cell}, ',') THEN
        CASE WHEN regexp_full_match(${bare}, '[+-]?([0-9]+,?[0-9]*|,[0-9]+)([eE][+-]?[0-9]+)?')
          THEN ${point(bare)} END`);
  }
  // The cast cuts off ASCII blanks itself. Trimming takes it five times as long: only cells with other characters are trimmed.
  const isWide = `WHEN strlen(${cell}) > length(${cell}) THEN CASE WHEN ${bare} < ':' THEN ${bare} END`;
  return `TRY_CAST(CASE ${cases.join(' ')} ${isWide} ELSE ${cell} END AS DOUBLE)`;
}

/** SQL for numbers with a unit or a sign of accounts. It takes several times as long as for plain ones, and is used for columns
 *  that are text without it. */
function markedSql(bare: string, format: CellFormat): string {
  const { decimal, thousands } = format;
  let number = unmarkedSql(bare, format, digitsPattern(format));
  for (const mark of thousands === null ? [] : groupSigns[thousands])
    number = `replace(${number}, ${quoted(mark)}, '')`;
  if (decimal === ',') number = `replace(${number}, ',', '.')`;
  const missing = missingNumbers(format);
  if (missing.length > 0)
    number = `CASE WHEN lower(${bare}) NOT IN (${missing.map(quoted)}) THEN ${number} END`;
  return `TRY_CAST(${number} AS DOUBLE)`;
}

/** Spellings of missing that are numbers, such as -999. */
export function missingNumbers({ missing, ...format }: CellFormat): string[] {
  return [...missing].filter((text) => numberOf(text, format) !== null);
}

/** SQL that separates numbers from other text in the text column `cell`: NULL if it is empty, NaN if it is not a number, else
 *  the result of `numberSql` (which also reads groups of thousands). Of the marks, only `underscores` matters. */
export function plainNumberSql(cell: string, decimal: Decimal, { underscores }: NumberMarks): string {
  const odd = [`${cell} >= ':'`];
  if (underscores) odd.push(`contains(${cell}, '_')`);
  if (decimal === ',') odd.push(`contains(${cell}, '.')`);
  const text = decimal === ',' ? `replace(${cell}, ',', '.')` : cell;
  const number = `TRY_CAST(CASE WHEN ${odd.join(' OR ')} THEN NULL ELSE ${text} END AS DOUBLE)`;
  return `CASE WHEN ${cell} IS NOT NULL THEN coalesce(${number}, 'NaN'::DOUBLE) END`;
}

/** Whether a cell spells infinity in letters. */
export function isInfinite(text: string): boolean {
  return /^[+-]?inf(?:inity)?$/i.test(trimmed(text));
}

/** `mark`: what groups the digits of numbers in `columns` (the cells of each); `seen`: whether some cell is grouped. Spaces and
 *  apostrophes count only if all cells of a column are numbers with them and some are not grouped: `010 123 456` may be a phone
 *  number. */
export function thousandsOf(
  columns: string[][],
  decimal: Decimal,
  missing: ReadonlySet<string>,
): { mark: Thousands; seen: boolean } {
  for (const mark of [' ', "'"] as const) {
    const byMark = (cells: string[]) => {
      const filled = cells.filter((cell) => !isMissing(cell, missing));
      const grouped = filled.filter(
        (cell) => isGrouped(cell, mark, decimal) && !/^[+-]?0/.test(trimmed(cell)),
      );
      if (grouped.length === 0 || grouped.length === filled.length) return false;
      return filled.every((cell) => numberOf(cell, { decimal, thousands: mark }) !== null);
    };
    if (columns.some(byMark)) return { mark, seen: true };
  }
  const mark = decimal === '.' ? ',' : '.';
  return { mark, seen: columns.some((cells) => cells.some((cell) => isGrouped(cell, mark, decimal))) };
}

/** true or false for a yes/no spelling in any case, else null. */
export function truthOf(text: string): boolean | null {
  const bare = trimmed(text).toLowerCase();
  if (bare === 'true' || bare === 'yes') return true;
  if (bare === 'false' || bare === 'no') return false;
  return null;
}

const clock = String.raw`\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:\s?[ap]\.?m\.?)?`;
const zone = String.raw`(?:\s?(?:Z|UTC|GMT|[+-]\d{2}:?\d{2}))?`;
const month = '(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*\\.?';
const days = [
  String.raw`\d{4}[-/.]\d{1,2}(?:[-/.]\d{1,2})?\.?`,
  String.raw`\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})`,
  String.raw`${month}\s\d{1,2}(?:,?\s\d{4})?`,
  String.raw`${month}\s\d{4}`,
  String.raw`\d{1,2}[\s-]${month}[\s-]\d{2,4}`,
  String.raw`\d{4}년(?:\s?\d{1,2}월(?:\s?\d{1,2}일)?)?`,
  String.raw`\d{4}\.\s?\d{1,2}\.\s?\d{1,2}\.?`,
];
const date = new RegExp(
  `^(?:(?:${days.join('|')})(?:[T\\s,]\\s?${clock}${zone})?|${clock}|(?:오전|오후)\\s?${clock})$`,
  'i',
);

/** Whether a cell looks like a date, a time or both. `2024.05` and whole numbers are numbers, so check for those first. */
export function isDate(text: string): boolean {
  const bare = trimmed(text);
  return bare.length <= 40 && date.test(bare);
}

/** Orders by code point, as UTF-8 bytes do and UTF-16 units do not. */
export function byCodePoint(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
