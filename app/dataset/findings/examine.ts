// Findings about a table that do not depend on a target. Input: a Table whose columns are profiled; output: issues about the
// shape of columns, blank and duplicate rows, and columns with the same information. leaks.ts has those that depend on the
// target.
import type { Issue } from '../../contract/issues/issues.ts';
import { finding } from '../issues/dataIssue.ts';
import { grouped } from '../issues/figures.ts';
import type { Table } from '../table/table.ts';
import { alikeColumns } from './alikeColumns.ts';
import { blankRows, blankRowsFinding } from './blankRows.ts';
import { codeFindings } from './codeFindings.ts';
import { missingNumbers } from './missingNumbers.ts';
import { shapeFindings } from './shapeFindings.ts';

/** `repeated` counts the rows that repeat an earlier one; `pause` is awaited now and then. */
export async function examine(
  table: Table,
  repeated: (pause: () => Promise<void>) => Promise<number>,
  pause: () => Promise<void>,
): Promise<Issue[]> {
  const missing = await missingNumbers(table, pause);
  // 9999 for a missing value makes a long tail.
  const asked = new Set(missing.map(({ values }) => values.column));
  const issues: Issue[] = table.columns.filter(({ name }) => !asked.has(name)).flatMap(shapeFindings);
  issues.push(...codeFindings(table.columns, table.rows), ...missing);
  const blank = await blankRows(table);
  issues.push(...blankRowsFinding(blank));
  // Blank rows equal each other; the finding above reports them already.
  issues.push(...repeatedRows(table, (await repeated(pause)) - Math.max(0, blank.count - 1)));
  issues.push(...(await alikeColumns(table, pause)));
  return issues;
}

function repeatedRows({ rows }: Table, count: number): Issue[] {
  if (count === 0) return [];
  const share = Number(((100 * count) / rows).toPrecision(2));
  const what = count === 1 ? '1 row repeats' : `${grouped(count)} rows repeat`;
  const message = `${what} an earlier one in every column, ${share}% of all. A duplicate row in both training and test data makes the score look too good.`;
  return [finding('rows_repeated', 'warning', message, { count, share }, [{ kind: 'dropDuplicates' }])];
}
