// Where a table begins among the first records: what programs and people write above it (a title, `Account:;12345;;`) is not part
// of it. Takes the records below an announcement, returns how many of them to skip.
import { delimiters } from '../../contract/table/delimiters.ts';
import type { Reading } from '../../contract/table/reading.ts';
import { indices } from '../numbers/indices.ts';
import { measured } from '../values/measured.ts';
import { isDate, isMissing, trimmed, usualFormat } from '../values/spelling.ts';
import { groupRecords } from './groupNames.ts';
import { hasHeader, namesValues } from './header.ts';

export interface TableStart {
  skipped: number;
  /** Names from the record above the table, which uses another delimiter. */
  names: string[] | null;
}

const preambleLimit = 50;
/** So many rows follow a header below notes. */
const rowsBelow = 3;
/** Rows that say which columns hold values. */
const rowsJudged = 50;

/** `above` records are known not to be part of the table of `size` fields. */
export function startOf(records: string[][], size: number, above: number, { skipped }: Reading): TableStart {
  if (skipped !== undefined) return { skipped, names: null };
  if (size < 2) return { skipped: above, names: null };
  const below = records.slice(above);
  const padded = paddedPreamble(below, size);
  if (padded > 0) return { skipped: above + padded, names: null };
  const count = preambleRecords(below, size);
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
 *  field. The very first record may have one field fewer (row names of R), unless the one below it is the header. */
function preambleRecords(records: string[][], size: number): number {
  const first = records[0]?.length ?? 0;
  if (first >= 2 && first === size - 1 && !namesValues(records[1] ?? [], records.slice(2), usualFormat))
    return 0;
  let count = records.findIndex((fields) => fields.length >= size);
  if (count > preambleLimit) return 0;
  count = Math.max(count, 0);
  while (size >= 3 && count < records.length - 1 && filledCells(records[count]) <= 1) count++;
  return filledCells(records[count]) <= 1 && size >= 3 ? 0 : count;
}

/** Number of records above a header that are as wide as the table, or that spreadsheets have padded with delimiters: those above the
 *  first record that names every column of values, if none of them is a row. 0 where there is none. */
function paddedPreamble(records: string[][], size: number): number {
  const [first = []] = records;
  const values = valueColumns(records, size);
  if (first.length >= size && first.every((cell) => !isMissing(cell) && !isValue(cell)))
    return notesAbove(records, values, size);
  if (values.length === 0) return 0;
  const most = Math.min(preambleLimit, records.length - 2);
  for (let at = 0; at <= most; at++) {
    const fields = records[at]!;
    if (namesAll(fields, values, size)) return at === 0 ? 0 : at - groupRecords(records.slice(0, at + 1));
    if (isRow(fields, values, size)) return 0;
  }
  return 0;
}

/** Number of records above the header where the first one could be a header itself: `Device,ABC` and `Serial,123` above `Time,Value`.
 *  The records between the two are neither rows nor names, and those below are rows. */
function notesAbove(records: string[][], values: number[], size: number): number {
  const isNote = (fields: string[]) => !isRow(fields, values, size) && !namesAll(fields, values, size);
  let at = 1;
  while (at < Math.min(preambleLimit, records.length - rowsBelow) && isNote(records[at]!)) at++;
  if (at === 1 || values.length < 2 || !namesAll(records[at] ?? [], values, size)) return 0;
  return records.slice(at + 1, at + 1 + rowsBelow).every((fields) => isRow(fields, values, size)) ? at : 0;
}

/** Columns whose cells from the middle on are mostly values. */
function valueColumns(records: string[][], size: number): number[] {
  const middle = records.length >> 1;
  const rows = records.slice(middle, middle + rowsJudged).filter((fields) => fields.length >= size);
  return indices(size).filter((column) => {
    const cells = rows.map((fields) => fields[column]!).filter((cell) => !isMissing(cell));
    return cells.filter(isValue).length > 0.6 * cells.length;
  });
}

/** Whether a record has a text above each column of values; a blank one may be the name of the first column. */
function namesAll(fields: string[], values: number[], size: number): boolean {
  const named = fields.filter((cell) => !isMissing(cell));
  if (fields.length < size - 1 || named.length < Math.max(2, size - 1) || named.some(isValue)) return false;
  return values.every((column) => column === 0 || !isMissing(fields[column] ?? ''));
}

/** Whether a record has values in all columns of values that it fills, and fills most fields. */
function isRow(fields: string[], values: number[], size: number): boolean {
  const filled = values.map((column) => fields[column] ?? '').filter((cell) => !isMissing(cell));
  return filled.every(isValue) && filled.length > values.length / 2 && filledCells(fields) > size / 2;
}

function filledCells(fields: string[] = []): number {
  return fields.filter((cell) => trimmed(cell) !== '').length;
}

/** Whether a cell is a number, also with a unit, or a date. */
function isValue(cell: string): boolean {
  return measured(cell) !== null || isDate(cell);
}
