// Whether the first record names the columns, and unique names for them.
import { type Decimal, isDate, isMissing, numberOf, trimmed } from './spelling.ts';

/** Judges the first record by those below it: a text above a column of numbers is a name, a number above one is not, unless
 *  all such numbers run like years or count the columns. With no numbers to tell by, words that come again below them are data. */
export function hasHeader(first: string[], rest: string[][], decimal: Decimal): boolean {
  if (rest.length === 0) return !first.some((cell) => numberOf(cell, decimal) !== null);
  const columns = columnsBelow(first, rest, decimal);
  const valued = columns.filter((column) => column.valued);
  if (valued.some((column) => column.named)) return true;
  const recurring = columns.filter((column) => column.recurs).length;
  if (valued.length === 0) return columns.length === 0 || recurring < columns.length;
  if (countUp(first, decimal) && valued.filter((column) => column.fractions).length > valued.length / 2)
    return true;
  return columns.length > valued.length && recurring === 0 && runLikeYears(first, decimal);
}

/** Whether the first record has a text above a column of numbers or dates: a header beyond doubt. */
export function namesValues(first: string[], rest: string[][]): boolean {
  return columnsBelow(first, rest, '.').some((column) => column.valued && column.named);
}

function columnsBelow(first: string[], rest: string[][], decimal: Decimal): Below[] {
  return first
    .map((cell, index) => columnBelow(cell, index, rest, decimal))
    .filter((below) => below !== null);
}

interface Below {
  /** Most cells below are numbers or dates. */
  valued: boolean;
  /** The first cell is neither a number, nor a date, nor missing. */
  named: boolean;
  /** Some cell below is no whole number. */
  fractions: boolean;
  /** The first cell occurs below. */
  recurs: boolean;
}

/** Null for a column that is empty below or in the first record: it tells nothing. */
function columnBelow(cell: string, index: number, rest: string[][], decimal: Decimal): Below | null {
  if (isMissing(cell)) return null;
  const isValue = (text: string) => numberOf(text, decimal) !== null || isDate(text);
  let cells = 0;
  let values = 0;
  let recurs = false;
  let fractions = false;
  for (const fields of rest) {
    const text = fields[index];
    if (text === undefined || isMissing(text)) continue;
    cells++;
    if (isValue(text)) values++;
    fractions ||= !Number.isInteger(numberOf(text, decimal) ?? 0);
    if (text === cell) recurs = true;
  }
  if (cells === 0) return null;
  return { valued: values > cells / 2, named: !isValue(cell), fractions, recurs };
}

/** 0, 1, 2, ... or 1, 2, 3, ...: how a table without names is numbered when it is written. */
function countUp(first: string[], decimal: Decimal): boolean {
  const numbers = first.filter((cell) => !isMissing(cell)).map((cell) => numberOf(cell, decimal));
  const start = numbers[0];
  return numbers.length > 2 && (start === 0 || start === 1) && numbers.every((n, i) => n === start + i);
}

function runLikeYears(first: string[], decimal: Decimal): boolean {
  const numbers = first.map((cell) => numberOf(cell, decimal)).filter((n) => n !== null);
  return (
    numbers.length > 1 &&
    numbers.every(
      (n, i) => Number.isInteger(n) && n >= 1800 && n <= 2200 && (i === 0 || n === numbers[i - 1]! + 1),
    )
  );
}

export interface Names {
  names: string[];
  /** Names that had to be made or changed, and the first of them as it is now. */
  renamed: number;
  first: string;
}

/** Unique, non-empty names for `columns` columns from those in the header: blank ones become `column_<n>`, repeated ones get
 *  `_2`, `_3`, .... White space around a name is dropped. */
export function uniqueNames(written: string[], columns: number): Names {
  const taken = new Set(written.map(trimmed).filter((name) => name !== ''));
  const used = new Set<string>();
  const names: string[] = [];
  let renamed = 0;
  let first = '';
  for (let i = 0; i < columns; i++) {
    const wish = trimmed(written[i] ?? '').normalize('NFC');
    let name = wish === '' ? `column_${i + 1}` : wish;
    if (used.has(name) || (wish === '' && taken.has(name))) {
      const stem = name;
      for (let n = 2; used.has(name) || taken.has(name); n++) name = `${stem}_${n}`;
    }
    if (name !== wish) {
      renamed++;
      if (first === '') first = name;
    }
    used.add(name);
    names.push(name);
  }
  return { names, renamed, first };
}
