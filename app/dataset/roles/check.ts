// What stands in the way of training on a table with a given data spec, as issues with stage `dataset`.
import type { Issue } from '../../contract/issues/issues.ts';
import { limits } from '../../contract/limits.ts';
import type { DataSpec } from '../../contract/spec/spec.ts';
import { dataIssue, pathOf } from '../findings/dataIssue.ts';
import { finding, grouped } from '../findings/finding.ts';
import { checkColumns } from '../preparation/preparationIssues.ts';
import { marked, missingTestRow } from '../split/split.ts';
import { checkSplit } from '../split/splitIssues.ts';
import type { Table } from '../table/table.ts';
import { type TargetRows, targetNames, targetRows } from '../table/targets.ts';
import { checkWeights } from './weights.ts';

/** Fewer rows with a target cannot teach anything. */
const rowsNeeded = 3;
/** The most frequent class has so many times the rows of the rarest: of two classes 9 in 10 rows. */
const unbalancedRatio = 9;
/** Classes with too few rows that are named one by one. */
const smallClassesNamed = 5;

/** Never throws for what a person can put right. Errors block training, warnings do not. */
export async function checkData(table: Table, data: DataSpec): Promise<Issue[]> {
  const issues = unknownColumns(table, data);
  if (!data.columns.some((column) => column.role === 'feature')) {
    const message = 'No column is a feature. Give at least one column the role feature.';
    issues.push(dataIssue('features_needed', 'error', 'data.columns', message, {}));
  }
  const targets = targetNames(data);
  if (targets.length === 0) {
    const message = 'No column is the target. Choose the column to predict.';
    issues.push(dataIssue('target_needed', 'error', 'data.columns', message, {}));
  }
  if (targets.length === 0 || issues.some((i) => i.code === 'column_unknown')) return issues;
  const present = await targetRows(table, data);
  const found = present.classes === null ? numberTargets(table, data) : classTarget(data, present);
  issues.push(
    ...found,
    ...rowIssues(table, data, present),
    ...(await checkSplit(table, data, present.rows)),
    ...(await checkWeights(table, data, present.rows)),
    ...(await checkColumns(table, data)),
  );
  return issues;
}

/** Of targets whose logarithm is learned: none may be negative. */
export function checkCounts(table: Table, data: DataSpec): Issue[] {
  return targetNames(data).flatMap((column) => {
    const least = table.columns.find(({ name }) => name === column)?.min ?? 0;
    if (least >= 0) return [];
    const message = `Poisson's loss predicts counts, which are 0 or more; the least value of "${column}" is ${least}. Choose another loss.`;
    return [dataIssue('target_negative', 'error', pathOf(data, column), message, { column, least })];
  });
}

function unknownColumns(table: Table, data: DataSpec): Issue[] {
  const names = new Set(table.columns.map((column) => column.name));
  return data.columns
    .filter((column) => column.role !== 'ignored' && !names.has(column.name))
    .map(({ name: column }) => {
      const message = `${table.fileName} has no column "${column}". Open the file that the spec was made for, or ignore the column.`;
      return dataIssue('column_unknown', 'error', pathOf(data, column), message, { column });
    });
}

function numberTargets(table: Table, data: DataSpec): Issue[] {
  return targetNames(data).flatMap((column) => {
    const summary = table.columns.find((c) => c.name === column)!;
    const at = pathOf(data, column);
    if (summary.distinct === 0) return [allMissing(column, at)];
    if (summary.type !== 'number') {
      const message = `The target "${column}" is no column of numbers, which regression needs. Choose classes as the task.`;
      return [dataIssue('target_not_numeric', 'error', at, message, { column })];
    }
    if (summary.distinct > 1) return [];
    const message = `The target "${column}" has the same value in every row: there is nothing to learn.`;
    return [dataIssue('target_constant', 'warning', at, message, { column })];
  });
}

function allMissing(column: string, path: string): Issue {
  const message = `The target "${column}" has no values at all. Choose another column.`;
  return dataIssue('target_all_missing', 'error', path, message, { column });
}

function classTarget(data: DataSpec, { rows, classes }: TargetRows): Issue[] {
  const targets = targetNames(data);
  const column = targets[0]!;
  const at = pathOf(data, column);
  const { codes, levels } = classes!;
  if (targets.length > 1) {
    return [
      wrongTask(
        'one target for classes',
        `${targets.length} targets`,
        'Several targets can only be numbers.',
      ),
    ];
  }
  if (levels.length === 0) return [allMissing(column, at)];
  if (levels.length === 1) {
    const value = levels[0]!;
    const message = `The target "${column}" has one class only, "${value}": there is nothing to tell apart.`;
    return [dataIssue('target_one_class', 'error', at, message, { column, value })];
  }
  const limit = limits.classes.max;
  if (levels.length > limit) {
    const values = { column, classes: levels.length, limit };
    const message = `The target "${column}" has ${levels.length} classes; at most ${limit} are possible. Choose another column.`;
    return [dataIssue('class_count_too_large', 'error', at, message, values)];
  }
  const task = levels.length === 2 ? 'binary' : 'multiclass';
  if (data.task !== task) {
    return [wrongTask(task, data.task, `The target "${column}" has ${levels.length} classes.`)];
  }
  const counts = new Array<number>(levels.length).fill(0);
  for (const row of rows) counts[codes[row]!] = counts[codes[row]!]! + 1;
  return [...smallClasses(levels, counts, at), ...unbalanced(column, levels, counts, at)];
}

function wrongTask(expected: string, found: string, why: string): Issue {
  const message = `The task does not fit the target: expected ${expected}, found ${found}. ${why}`;
  const values = { path: 'data.task', expected, found };
  return dataIssue('spec_invalid', 'error', 'data.task', message, values);
}

function smallClasses(levels: string[], counts: number[], at: string): Issue[] {
  return levels
    .map((value, code) => ({ value, rows: counts[code]! }))
    .filter(({ rows }) => rows < 2)
    .slice(0, smallClassesNamed)
    .map(({ value, rows }) => {
      const message = `The class "${value}" has a single row: it is learned from, but nothing tells how well.`;
      return dataIssue('class_too_small', 'warning', at, message, { value, rows });
    });
}

/** Classes with a single row are told apart. */
function unbalanced(column: string, levels: string[], counts: number[], path: string): Issue[] {
  const present = [...counts.keys()].filter((code) => counts[code]! > 1);
  const by = present.sort((a, b) => counts[b]! - counts[a]!);
  if (by.length < 2) return [];
  const [most, least] = [by[0]!, by.at(-1)!];
  const ratio = Number((counts[most]! / counts[least]!).toPrecision(3));
  if (ratio < unbalancedRatio) return [];
  const values = {
    ...{ column, most: levels[most]!, mostRows: counts[most]! },
    ...{ least: levels[least]!, leastRows: counts[least]!, ratio },
  };
  const message = `The class "${values.most}" of "${column}" has ${grouped(values.mostRows)} rows, "${values.least}" has ${grouped(values.leastRows)}, ${grouped(ratio)} times fewer: guessing the frequent one already looks good. Let rare classes count more.`;
  const found = finding('classes_unbalanced', 'warning', message, values, [{ kind: 'balanceClasses' }]);
  return [{ ...found, path }];
}

function rowIssues(table: Table, data: DataSpec, { rows, withoutTarget }: TargetRows): Issue[] {
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
    const message = `There are ${left} rows with a target${beside}; training needs at least ${rowsNeeded}.`;
    issues.push(
      dataIssue('rows_too_few', 'error', 'data.split', message, { rows: left, needed: rowsNeeded }),
    );
  }
  return issues;
}

/** Rows with a target that are held out by number, or the issue of a number that does not exist. */
function heldOut(table: Table, data: DataSpec, rows: Uint32Array): number | Issue {
  if (!('testRows' in data.split)) return 0;
  const missing = missingTestRow(table, data.split.testRows);
  if (missing !== null) return missing;
  const held = marked(data.split.testRows, table.rows);
  return rows.reduce((count, row) => count + held[row]!, 0);
}
