// Issues that prevent a split by the data spec, found before the split; and parts that are empty after it.
import type { Issue } from '../../contract/issues/issues.ts';
import type { DataSpec, SplitSpec } from '../../contract/spec/spec.ts';
import { dataIssue } from '../issues/dataIssue.ts';
import { missingColumn } from '../table/lackingColumn.ts';
import type { Table } from '../table/table.ts';
import type { Split } from './split.ts';
import { type ColumnSplit, partsOfLevels } from './splitByColumn.ts';
import { groupColumns, groupsOf } from './splitByGroup.ts';
import { timesOf } from './splitByTime.ts';

const splitPath = 'data.split';

/** `rows`: those that have a target. Test rows by number are checked in rowIssues.ts. */
export async function checkSplit(table: Table, data: DataSpec, rows: Uint32Array): Promise<Issue[]> {
  const { split } = data;
  const issues = checkGroupRole(data);
  if (issues.some(({ severity }) => severity === 'error')) return issues;
  if (!('by' in split)) return issues;
  switch (split.by) {
    case 'group':
      return [...issues, ...(await checkGroups(table, data, rows, partsWanted(split)))];
    case 'time':
      return [...issues, ...(await checkTime(table, split.column, rows))];
    case 'column':
      return [...issues, ...(await checkColumn(table, split, rows))];
    case 'fold':
      return [...issues, ...(await checkFolds(table, data, rows, split))];
  }
}

/** Reports parts without rows that should have some. */
export function checkParts({ split }: DataSpec, parts: Split): Issue[] {
  const issues: Issue[] = [];
  if (parts.train.length === 0) {
    const message = 'There are no training rows: all rows are validation or test data. Choose another split.';
    issues.push(dataIssue('training_empty', 'error', splitPath, message, {}));
  }
  if (parts.test.length === 0 && testIsWanted(split)) {
    const message =
      'There are no test rows, so the model cannot be scored on test data. Give the test data more rows, or set its share to 0.';
    issues.push(dataIssue('test_empty', 'warning', splitPath, message, {}));
  }
  return issues;
}

/** Missing validation rows have separate issues, in app/model. */
function testIsWanted(split: SplitSpec): boolean {
  if ('testRows' in split) return split.testRows.length > 0;
  if ('by' in split && split.by === 'fold') return true;
  return typeof split.test === 'number' ? split.test > 0 : split.test.length > 0;
}

function partsWanted({
  train,
  validation,
  test,
}: {
  train: number;
  validation: number;
  test: number;
}): number {
  return [train, validation, test].filter((share) => share > 0).length;
}

function checkGroupRole(data: DataSpec): Issue[] {
  const columns = groupColumns(data);
  const by = 'by' in data.split ? data.split.by : 'shares';
  if (columns.length > 1) {
    const named = columns.map((name) => `"${name}"`).join(', ');
    const message = `Several columns have the role group: ${named}. Keep only one.`;
    return [dataIssue('groups_several', 'error', 'data.columns', message, { columns: named })];
  }
  const [column] = columns;
  if (column === undefined) {
    if (by !== 'group') return [];
    const message =
      'The split is by group, but no column has the role group. Give that role to the column that names the groups.';
    return [dataIssue('group_needed', 'error', splitPath, message, {})];
  }
  if (by === 'group' || by === 'fold') return [];
  const message = `The split is not by group: rows of one group of "${column}" may be in several parts.`;
  return [dataIssue('group_not_kept', 'warning', splitPath, message, { column })];
}

async function checkGroups(
  table: Table,
  data: DataSpec,
  rows: Uint32Array,
  needed: number,
): Promise<Issue[]> {
  const column = groupColumns(data)[0] ?? '';
  const groups = (await groupsOf(table, column, rows)).length;
  if (groups >= needed || rows.length === 0) return [];
  const message = `"${column}" has ${groups} ${groups === 1 ? 'group' : 'groups'}; ${needed} parts need at least ${needed}. Choose another column, or fewer parts.`;
  return [dataIssue('groups_too_few', 'error', splitPath, message, { column, groups, needed })];
}

async function checkTime(table: Table, column: string, rows: Uint32Array): Promise<Issue[]> {
  const unknown = missingColumn(table, column, splitPath);
  if (unknown !== null) return [unknown];
  const times = await timesOf(table, column);
  const count = rows.reduce((sum, row) => sum + (Number.isNaN(times[row]!) ? 1 : 0), 0);
  if (count === rows.length) {
    const message = `"${column}" holds neither numbers nor dates, so its rows cannot be ordered by time. Choose another column.`;
    return [dataIssue('time_unusable', 'error', splitPath, message, { column })];
  }
  if (count === 0) return [];
  const message = `${count} ${count === 1 ? 'row has' : 'rows have'} no time in "${column}": ${count === 1 ? 'it is' : 'they are'} training data.`;
  return [dataIssue('time_missing', 'warning', splitPath, message, { column, count })];
}

async function checkColumn(table: Table, split: ColumnSplit, rows: Uint32Array): Promise<Issue[]> {
  const { column } = split;
  const unknown = missingColumn(table, column, splitPath);
  if (unknown !== null) return [unknown];
  const twice = split.validation.find((value) => split.test.includes(value));
  if (twice !== undefined) {
    const message = `"${twice}" of "${column}" is named for both validation and test. Remove one of them.`;
    return [dataIssue('part_value_twice', 'error', splitPath, message, { column, value: twice })];
  }
  const { codes, levels } = await table.categories(column);
  const present = new Set<string>();
  for (const row of rows) present.add(codes[row]! < 0 ? '' : levels[codes[row]!]!);
  const seen = levels.filter((level) => present.has(level));
  return (['validation', 'test'] as const).flatMap((part) =>
    split[part].flatMap((value) => {
      const { ofLevel, ofMissing } = partsOfLevels({ levels: seen }, { validation: [value], test: [] });
      if (ofLevel.includes(1) || (present.has('') && ofMissing === 1)) return [];
      const message = `No row with a target has "${value}" in "${column}", which the split names for ${part}.`;
      return [
        dataIssue('part_value_unknown', 'warning', `${splitPath}.${part}`, message, { column, value, part }),
      ];
    }),
  );
}

async function checkFolds(
  table: Table,
  data: DataSpec,
  rows: Uint32Array,
  { folds, time }: Extract<SplitSpec, { by: 'fold' }>,
): Promise<Issue[]> {
  // One block of rows more than there are folds: the first is only learned from.
  const needed = time === undefined ? folds : folds + 1;
  const inTime = time === undefined ? [] : await checkTime(table, time, rows);
  if (inTime.some(({ severity }) => severity === 'error')) return inTime;
  if (time === undefined && groupColumns(data).length > 0) return checkGroups(table, data, rows, folds);
  if (needed <= rows.length) return inTime;
  const message = `${folds} folds need at least ${needed} rows with a target; there are ${rows.length}.`;
  return [dataIssue('folds_over_rows', 'error', splitPath, message, { folds, rows: rows.length })];
}
