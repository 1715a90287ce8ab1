// Checks that enough training rows remain, without rows that have no target and without test rows chosen by number.
import type { Issue } from '../../contract/issues/issues.ts';
import type { DataSpec } from '../../contract/spec/spec.ts';
import { dataIssue } from '../issues/dataIssue.ts';
import type { Table } from '../table/table.ts';
import type { TargetRows } from '../table/targets.ts';
import { marked, missingTestRow } from './split.ts';

/** Fewer rows with a target cannot be learned from. */
const rowsNeeded = 3;

export function checkRows(table: Table, data: DataSpec, { rows, withoutTarget }: TargetRows): Issue[] {
  const issues: Issue[] = [];
  if (withoutTarget > 0 && rows.length > 0) {
    const count = withoutTarget;
    const message = `${count} ${count === 1 ? 'row has' : 'rows have'} no target and ${count === 1 ? 'is' : 'are'} left out.`;
    issues.push(dataIssue('target_missing_rows', 'warning', 'data.columns', message, { count }));
  }
  const held = heldOut(table, data, rows);
  if (typeof held !== 'number') return [...issues, held];
  const left = rows.length - held;
  if (left < rowsNeeded && rows.length > 0) {
    const beside = held > 0 ? ' beside the test rows' : '';
    const rowsLeft = left === 1 ? 'is 1 row' : `are ${left} rows`;
    const message = `There ${rowsLeft} with a target${beside}; training needs at least ${rowsNeeded}.`;
    issues.push(
      dataIssue('rows_too_few', 'error', 'data.split', message, { rows: left, needed: rowsNeeded }),
    );
  }
  return issues;
}

/** Number of rows with a target that are test rows by number, or the issue of a row number that does not exist. */
function heldOut(table: Table, data: DataSpec, rows: Uint32Array): number | Issue {
  if (!('testRows' in data.split)) return 0;
  const missing = missingTestRow(table, data.split.testRows);
  if (missing !== null) return missing;
  const held = marked(data.split.testRows, table.rows);
  return rows.reduce((count, row) => count + held[row]!, 0);
}
