// Headers of several records in which one name stands above a group of columns, as merged cells are written: `,Q1,,Q2,` above
// `Product,Pieces,Price,Pieces,Price`. The name spreads over the empty cells to its right, up to the next one.
import { isYear } from '../values/dates.ts';
import { isDate, isMissing, numberOf, trimmed, usualFormat } from '../values/spelling.ts';

const mostGroupRecords = 2;

/** How many records directly above the last one name groups of its columns. */
export function groupRecords(records: string[][]): number {
  let count = 0;
  while (count < mostGroupRecords && count + 1 < records.length) {
    const [row, below] = records.slice(-2 - count);
    if (!namesGroups(row!, below!)) break;
    count++;
  }
  return count;
}

/** Whether `row` names groups of the columns that `below` names: at least two texts or years, one of them before an empty cell. A record
 *  of numbers names nothing: `RI,Na,Mg` (sodium, which reads as missing) above `1.5,13,13` is a plain header. */
function namesGroups(row: string[], below: string[]): boolean {
  if (row.length !== below.length) return false;
  if (namesRepeated(row, below)) return true;
  if (!below.every((cell) => isMissing(cell) || isGroupName(cell))) return false;
  const starts = groupStarts(row, below);
  if (starts.length < 2) return false;
  const filled = row.filter((cell) => !isMissing(cell));
  if (filled.length === row.length || !filled.every(isGroupName)) return false;
  const spreads = starts.some((start) => isMissing(row[start + 1] ?? 'x'));
  const names = below.map(trimmed).filter((name) => name !== '');
  const repeats = new Set(names).size < names.length;
  const apart = isMissing(row[0] ?? '') || below.some((cell, i) => isMissing(cell) && !isMissing(row[i]!));
  return spreads && (repeats || apart);
}

/** Whether `row` names its groups in each of their columns: `2023,2023,2024,2024` above `men,women,men,women`. */
function namesRepeated(row: string[], below: string[]): boolean {
  const named = [...row, ...below].every((cell) => !isMissing(cell) && isGroupName(cell));
  const spread = row.some((cell, i) => i > 0 && cell === row[i - 1]);
  const pairs = new Set(row.map((cell, i) => `${cell}\n${below[i]}`));
  return named && spread && new Set(below).size < below.length && pairs.size === row.length;
}

/** The columns where a group begins: cells of `row` above a name. */
function groupStarts(row: string[], below: string[]): number[] {
  return [...row.keys()].filter((i) => !isMissing(row[i]!) && !isMissing(below[i] ?? ''));
}

function isGroupName(cell: string): boolean {
  const number = numberOf(cell, usualFormat);
  if (number !== null) return isYear(number);
  return !isDate(cell) && !trimmed(cell).endsWith(':');
}

/** `row` with each name repeated over the columns of its group. */
export function spreadNames(row: string[], below: string[]): string[] {
  const starts = groupStarts(row, below);
  const spread = [...row];
  for (const [k, start] of starts.entries()) {
    const end = k + 1 < starts.length ? starts[k + 1]! : lastEnd(starts, below);
    for (let i = start + 1; i < end && isMissing(row[i] ?? '') && !isMissing(below[i] ?? ''); i++)
      spread[i] = row[start]!;
  }
  return spread;
}

/** Where the last group ends: with the columns of the first group, if it has the same names and more follow; else at the end. */
function lastEnd(starts: number[], below: string[]): number {
  const [first = 0, second = first] = starts;
  const width = second - first;
  const last = starts.at(-1)!;
  const same = starts.every((start, k) => k === 0 || start - starts[k - 1]! === width);
  const again = below.slice(first, second).every((name, i) => name === below[last + i]);
  return starts.length > 1 && same && again ? last + width : below.length;
}
