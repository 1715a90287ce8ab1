// What is noteworthy about a table, whatever its target. In comes a Table whose columns are profiled; out go issues: shapes of columns,
// blank and repeated rows, columns that say the same. What depends on the target is leaks.ts's.
import type { Issue } from '../../contract/issues/issues.ts';
import { finding } from '../issues/dataIssue.ts';
import { grouped } from '../issues/figures.ts';
import type { Table } from '../table/table.ts';
import { alikeColumns } from './alikeColumns.ts';
import { blankRows, blankRowsFinding } from './blankRows.ts';
import { codeFindings } from './codeFindings.ts';
import { shapeFindings } from './shapeFindings.ts';

/** `repeated` counts the rows that repeat an earlier one; `pause` is awaited now and then. */
export async function examine(
  table: Table,
  repeated: (pause: () => Promise<void>) => Promise<number>,
  pause: () => Promise<void>,
): Promise<Issue[]> {
  const issues = table.columns.flatMap(shapeFindings);
  issues.push(...codeFindings(table.columns, table.rows));
  const blank = await blankRows(table);
  issues.push(...blankRowsFinding(blank));
  // Blank rows equal each other; that is said already.
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
