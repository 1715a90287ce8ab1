// What prevents learning with the roles of a data spec: columns that the table does not have, no feature, a target that cannot
// be learned or whose classes are too many, too small or too unbalanced.
import type { Issue } from '../../contract/issues/issues.ts';
import { limits } from '../../contract/limits.ts';
import type { DataSpec } from '../../contract/spec/spec.ts';
import type { ColumnSummary } from '../../contract/table/dataset.ts';
import { dataIssue, finding, pathOf } from '../issues/dataIssue.ts';
import { grouped } from '../issues/figures.ts';
import type { Table } from '../table/table.ts';
import { type TargetRows, targetNames } from '../table/targets.ts';
import { spreadProblem, spreadWords } from './targetSpread.ts';

/** Classes are unbalanced if the most frequent has at least this many times the rows of the rarest: with two classes, 9 in 10
 *  rows. */
const unbalancedRatio = 9;
/** How many classes with too few rows are named. */
const smallClassesNamed = 5;

/** Issues from the spec and the column names alone, without reading cells. */
export function checkRoles(table: Table, data: DataSpec): Issue[] {
  const issues = [...unknownColumns(table, data), ...lostColumns(table, data)];
  if (!data.columns.some((column) => column.role === 'feature')) {
    const message = 'No column is a feature. Give at least one column the role feature.';
    issues.push(dataIssue('features_needed', 'error', 'data.columns', message, {}));
  }
  if (targetNames(data).length === 0) {
    const message = 'No column is the target. Choose the column to predict.';
    issues.push(dataIssue('target_needed', 'error', 'data.columns', message, {}));
  }
  return issues;
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

/** Columns that a person wants as numbers although most of their cells are none: all of these would be missing. */
function lostColumns(table: Table, data: DataSpec): Issue[] {
  const used = new Set(data.columns.filter(({ role }) => role !== 'ignored').map(({ name }) => name));
  return table.issues.flatMap((issue): Issue[] => {
    if (issue.code !== 'column_not_numbers' || !used.has(issue.values.column)) return [];
    const path = pathOf(data, issue.values.column);
    return [dataIssue('column_not_numbers', 'error', path, issue.message, issue.values)];
  });
}

/** For a spec whose targets the table has. */
export function checkTargets(table: Table, data: DataSpec, present: TargetRows): Issue[] {
  return present.classes === null ? numberTargets(table, data) : classTarget(data, present);
}

/** For targets whose logarithm is learned: none may be negative. */
export function checkCounts(table: Table, data: DataSpec): Issue[] {
  return targetNames(data).flatMap((column) => {
    const least = table.columns.find(({ name }) => name === column)?.min ?? 0;
    if (least >= 0) return [];
    const message = `The Poisson loss predicts counts, which are 0 or more; the smallest value of "${column}" is ${least}. Choose another loss.`;
    return [dataIssue('target_negative', 'error', pathOf(data, column), message, { column, least })];
  });
}

function numberTargets(table: Table, data: DataSpec): Issue[] {
  return targetNames(data).flatMap((column) => {
    const summary = table.columns.find((c) => c.name === column)!;
    const at = pathOf(data, column);
    if (summary.distinct === 0) return [allMissing(column, at)];
    if (summary.type !== 'number') {
      const message = `The target "${column}" is not a column of numbers, which regression needs. Choose a classification task.`;
      return [dataIssue('target_not_numeric', 'error', at, message, { column })];
    }
    return spreadIssue(summary, at);
  });
}

function spreadIssue(summary: ColumnSummary, path: string): Issue[] {
  const problem = spreadProblem(summary);
  if (problem === null) return [];
  const { name: column, min, max } = summary;
  const advice = problem === 'tinySpread' ? ', or choose another one.' : '. Choose another column.';
  const message = `The target "${column}" ${spreadWords(problem, summary)}${advice}`;
  if (problem === 'oneValue') return [dataIssue('target_constant', 'error', path, message, { column })];
  const code = problem === 'onlyRounding' ? 'target_rounding' : 'target_spread_tiny';
  return [dataIssue(code, 'error', path, message, { column, min: min ?? 0, max: max ?? 0 })];
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
    const message = `The target "${column}" has one class only, "${value}": there is nothing to learn.`;
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
    return [
      wrongTask(
        task,
        data.task,
        `The target "${column}" has ${levels.length === 1 ? '1 class' : `${levels.length} classes`}.`,
      ),
    ];
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
      const message = `The class "${value}" has a single row. It is a training row, so the class cannot be scored.`;
      return dataIssue('class_too_small', 'warning', at, message, { value, rows });
    });
}

/** Classes with a single row have a separate issue. */
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
  const message = `The class "${values.most}" of "${column}" has ${grouped(values.mostRows)} rows, "${values.least}" has ${grouped(values.leastRows)}, ${grouped(ratio)} times fewer: always predicting the frequent one already looks good. Use class weights.`;
  const found = finding('classes_unbalanced', 'warning', message, values, [{ kind: 'balanceClasses' }]);
  return [{ ...found, path }];
}
