// Everything that prevents training on a table with a given data spec: the issues of roles, split and preparation in one list (stage
// `dataset`).
import type { Issue } from '../contract/issues/issues.ts';
import type { DataSpec } from '../contract/spec/spec.ts';
import { checkColumns } from './preparation/preparationIssues.ts';
import { checkRoles, checkTargets } from './roles/roleIssues.ts';
import { checkWeights } from './roles/weights.ts';
import { checkRows } from './split/rowIssues.ts';
import { checkSplit } from './split/splitIssues.ts';
import type { Table } from './table/table.ts';
import { targetNames, targetRows } from './table/targets.ts';

/** Never throws for a problem that a person can fix. Errors block training, warnings do not. */
export async function checkData(table: Table, data: DataSpec): Promise<Issue[]> {
  const issues = checkRoles(table, data);
  if (targetNames(data).length === 0 || issues.some((i) => i.code === 'column_unknown')) return issues;
  const present = await targetRows(table, data);
  return [
    ...issues,
    ...checkTargets(table, data, present),
    ...checkRows(table, data, present),
    ...(await checkSplit(table, data, present.rows)),
    ...(await checkWeights(table, data, present.rows)),
    ...(await checkColumns(table, data)),
  ];
}
