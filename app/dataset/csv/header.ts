// Decides whether the first records name the columns, and makes the names unique.
import { isYear } from '../values/dates.ts';
import { type CellFormat, isDate, isMissing, numberOf, trimmed, truthOf } from '../values/spelling.ts';

/** Compares the first record with those below it: a text above a column of numbers is a name; a number above one is not, unless
 *  all such numbers run like years or count the columns. Without number columns, words that occur again below are data, and so are
 *  texts that are built like those below, as `A-17` and `40.1,-70.2` are. */
export function hasHeader(first: string[], rest: string[][], format: CellFormat): boolean {
  if (rest.length === 0) return !first.some((cell) => numberOf(cell, format) !== null);
  const columns = columnsBelow(first, rest, format);
  const valued = columns.filter((column) => column.valued);
  if (valued.some((column) => column.named)) return true;
  const recurring = columns.filter((column) => column.recurs).length;
  if (valued.length === 0)
    return columns.length === 0 || (recurring < columns.length && !isBuiltAlike(columns));
  if (countUp(first, format) && valued.filter((column) => column.fractions).length > valued.length / 2)
    return true;
  if (recurring > 0 || !runLikeYears(first, format)) return false;
  return (
    columns.length > valued.length ||
    !rest.some((fields) => fields.some((cell) => isYear(numberOf(cell, format))))
  );
}

/** Whether half of the first cells are like those below: the same, or built alike. */
function isBuiltAlike(columns: Below[]): boolean {
  const like = columns.filter(({ alike, recurs }) => alike || recurs).length;
  return columns.some(({ alike }) => alike) && like >= columns.length / 2;
}

/** Whether the first record has a text above a column of numbers or dates: a header beyond doubt. */
export function namesValues(first: string[], rest: string[][], format: CellFormat): boolean {
  return columnsBelow(first, rest, format).some((column) => column.valued && column.named);
}

/** How many of `records` form the header together; the first one is a header. A further record counts if it repeats the first
 *  one, or if at least two columns below it hold numbers or dates and it names all of those that it fills. */
export function headerRecords(records: string[][], format: CellFormat): number {
  let count = 1;
  for (; count < mostHeaderRecords && count + 1 < records.length; count++) {
    const [first = [], next = []] = [records[0], records[count]];
    const again = next.length === first.length && next.every((cell, i) => cell === first[i]);
    const valued = columnsBelow(next, records.slice(count + 1), format).filter((column) => column.valued);
    if (!again && (valued.length < 2 || !valued.every((column) => column.named))) break;
  }
  return count;
}

const mostHeaderRecords = 3;

function columnsBelow(first: string[], rest: string[][], format: CellFormat): Below[] {
  return first.map((cell, index) => columnBelow(cell, index, rest, format)).filter((below) => below !== null);
}

interface Below {
  /** Most cells below are numbers, dates, or yes and no. */
  valued: boolean;
  /** The first cell may be a name: it is not a number, and not a date unless most cells below are numbers. */
  named: boolean;
  /** Some cell below is not a whole number. */
  fractions: boolean;
  /** The first cell occurs below. */
  recurs: boolean;
  /** The first cell is built like nearly all below, and is more than words. */
  alike: boolean;
}

/** null where the column is empty below or in the first record: then it shows nothing. */
function columnBelow(cell: string, index: number, rest: string[][], format: CellFormat): Below | null {
  if (isMissing(cell, format.missing)) return null;
  let cells = 0;
  let numbers = 0;
  let dates = 0;
  let recurs = false;
  let fractions = false;
  let alike = 0;
  const form = formOf(cell);
  for (const fields of rest) {
    const text = fields[index];
    if (text === undefined || isMissing(text, format.missing)) continue;
    cells++;
    const number = numberOf(text, format);
    if (number !== null) numbers++;
    else if (isDate(text) || (text.length <= 5 && truthOf(text) !== null)) dates++;
    fractions ||= !Number.isInteger(number ?? 0);
    if (text === cell) recurs = true;
    if (form !== null && formOf(text) === form) alike++;
  }
  if (cells === 0) return null;
  const named =
    numberOf(cell, format) === null && truthOf(cell) === null && (!isDate(cell) || numbers > cells / 2);
  return { valued: numbers + dates > cells / 2, named, fractions, recurs, alike: alike >= 0.9 * cells };
}

/** How a text is built: `A-17` is `a-0`, a list of any length is one of two. null for words alone, which may be names as well. */
function formOf(text: string): string | null {
  if (!/[\d,;|@"/:\n]/.test(text)) return null;
  const form = trimmed(text)
    .slice(0, 100)
    .replace(/\p{L}+(?: \p{L}+)*/gu, 'a')
    .replace(/\d+/g, '0')
    .replace(/(a|0)([,;|] ?)(?:\1\2)*\1/g, '$1$2$1');
  return /^a ?0?$/.test(form) ? null : form;
}

/** Whether the record is 0, 1, 2, ... or 1, 2, 3, ...: programs write such a header for a table without names. */
function countUp(first: string[], format: CellFormat): boolean {
  const numbers = first.filter((cell) => !isMissing(cell)).map((cell) => numberOf(cell, format));
  const start = numbers[0];
  return numbers.length > 2 && (start === 0 || start === 1) && numbers.every((n, i) => n === start + i);
}

function runLikeYears(first: string[], format: CellFormat): boolean {
  const numbers = first.map((cell) => numberOf(cell, format)).filter((n) => n !== null);
  return (
    numbers.length > 1 &&
    numbers.every(isYear) &&
    numbers.every((n, i) => i === 0 || n === numbers[i - 1]! + 1)
  );
}

export interface Names {
  names: string[];
  /** Number of names that were generated or changed, and the first of them after the change. */
  renamed: number;
  first: string;
}

/** Unique, non-empty names for `columns` columns from those in the header: blank ones become `column_<n>`, repeated ones get
 *  `_2`, `_3`, .... White space around a name is removed. */
export function uniqueNames(written: string[], columns: number): Names {
  const taken = new Set(written.map(trimmed).filter((name) => name !== ''));
  const used = new Set<string>();
  const names: string[] = [];
  let renamed = 0;
  let first = '';
  for (let i = 0; i < columns; i++) {
    const asWritten = trimmed(written[i] ?? '').normalize('NFC');
    let name = asWritten === '' ? `column_${i + 1}` : asWritten;
    if (used.has(name) || (asWritten === '' && taken.has(name))) {
      const stem = name;
      for (let n = 2; used.has(name) || taken.has(name); n++) name = `${stem}_${n}`;
    }
    if (name !== asWritten) {
      renamed++;
      if (first === '') first = name;
    }
    used.add(name);
    names.push(name);
  }
  return { names, renamed, first };
}
