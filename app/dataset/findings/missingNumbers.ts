// Numbers that may stand for missing values, such as -999 and 99: one of the usual spellings, repeated, at the edge of its column and
// apart from all other numbers. Only columns whose smallest or largest number is one of them are read.
import type { IssueOf } from '../../contract/issues/issues.ts';
import type { ColumnSummary } from '../../contract/table/dataset.ts';
import { finding } from '../issues/dataIssue.ts';
import { grouped, rounded } from '../issues/figures.ts';
import type { Pause } from '../resources/skippablePause.ts';
import type { Table } from '../table/table.ts';

/** Not -1: it is a value in many columns of codes and differences. */
const usual: ReadonlySet<number> = new Set(
  [9, 99, 999, 9_999, 99_999, 999_999].flatMap((value) => [-value, value]).filter((value) => value !== 9),
);
/** A number that occurs less often may be a mistake of another kind. */
const fewestRows = 3;
/** With fewer other numbers there is no range to stand apart from. */
const fewestOthers = 3;

type Found = IssueOf<'missing_number'>;

export async function missingNumbers(table: Table, pause: Pause): Promise<Found[]> {
  const issues: Found[] = [];
  for (const [index, column] of table.columns.entries()) {
    for (const value of edgesOf(column)) {
      await pause();
      const found = apart(await table.numbers(column.name), value);
      if (found === null) continue;
      const text = (await table.cells(found.row, 1))[0]?.[index]?.trim() ?? String(value);
      issues.push(missingNumber(column.name, text, found));
    }
  }
  return issues;
}

function edgesOf({ type, min, max, distinct }: ColumnSummary): number[] {
  if (type !== 'number' || distinct <= fewestOthers) return [];
  return [min, max].filter((value) => value !== null && usual.has(value)) as number[];
}

interface Apart {
  rows: number;
  /** The first row with the number. */
  row: number;
  /** The range of the others. */
  low: number;
  high: number;
}

/** null where the number does not stand apart: its distance from the others is less than their range, and it is not the only one
 *  below zero. */
function apart(numbers: Float64Array, value: number): Apart | null {
  let [rows, row, low, high] = [0, -1, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < numbers.length; i++) {
    const number = numbers[i]!;
    if (number === value) {
      if (rows++ === 0) row = i;
    } else if (!Number.isNaN(number)) {
      low = Math.min(low, number);
      high = Math.max(high, number);
    }
  }
  const distance = value < low ? low - value : value - high;
  const alone = value < 0 && low >= 0;
  return rows >= fewestRows && low < high && (alone || distance >= high - low)
    ? { rows, row, low, high }
    : null;
}

function missingNumber(column: string, value: string, { rows, low, high }: Apart): Found {
  const message = `"${column}" has ${value} in ${grouped(rows)} rows, apart from its other numbers, which are from ${grouped(rounded(low))} to ${grouped(rounded(high))}. If it stands for a missing value, read it as missing.`;
  const values = { column, value, count: rows, low: rounded(low), high: rounded(high) };
  return finding('missing_number', 'warning', message, values, [
    { kind: 'format', columns: [column], format: { missing: [value] } },
  ]);
}
