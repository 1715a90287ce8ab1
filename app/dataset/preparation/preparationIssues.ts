// Issues about how columns become inputs: settings that cannot be applied or have no effect, and cells that become missing.

import type { Issue } from '../../contract/issues/issues.ts';
import type { Preparation } from '../../contract/model.ts';
import { againstOutliers, defaultColumnPreparation } from '../../contract/spec/columnPreparation.ts';
import type { ColumnSpec, DataSpec } from '../../contract/spec/spec.ts';
import type { Categories } from '../cells/cellFacts.ts';
import { dataIssue, finding, pathOf } from '../issues/dataIssue.ts';
import { asGrouped, grouped, rounded } from '../issues/figures.ts';
import type { Split } from '../split/split.ts';
import { dateOrder, indicesIn } from '../table/levelNumbers.ts';
import { rowValue } from '../table/rowName.ts';
import type { Table } from '../table/table.ts';
import { dateOf } from '../values/dates.ts';
import { farCell } from './farCell.ts';

/** checkRoles reports columns that the table does not have. */
export async function checkColumns(table: Table, data: DataSpec): Promise<Issue[]> {
  const issues: Issue[] = [];
  for (const column of data.columns) {
    if (column.role !== 'feature') continue;
    const path = pathOf(data, column.name);
    if (column.type === 'date') issues.push(...(await checkDates(table, column, path)));
    else if (column.type === 'category' && column.prepare?.encoding === 'ordinal')
      issues.push(...(await checkOrder(table, column, path)));
  }
  return issues;
}

async function checkDates(table: Table, { name, prepare }: ColumnSpec, path: string): Promise<Issue[]> {
  if (prepare?.parts?.length === 0) {
    const message = `"${name}" is a date, but none of its parts is used. Choose parts, such as month and weekday, or ignore it.`;
    return [dataIssue('date_parts_needed', 'error', `${path}.prepare.parts`, message, { column: name })];
  }
  const categories = await table.categories(name);
  const { first, ambiguous } = dateOrder(table, categories);
  const issues = cellsLost(categories, (levels) => levels.map((level) => dateOf(level, first) === null)).map(
    ({ count, example }) => {
      const message =
        count === 1
          ? `1 cell of "${name}" cannot be read as a date ("${example}"); it counts as missing.`
          : `${count} cells of "${name}" cannot be read as dates, such as "${example}"; they count as missing.`;
      return dataIssue('dates_unreadable', 'warning', path, message, { column: name, count, example });
    },
  );
  if (ambiguous === null) return issues;
  const message = `"${ambiguous}" in "${name}" may begin with the day or the month, and no cell shows which; it is read with the ${first} first.`;
  const code = first === 'month' ? 'dates_month_first' : 'dates_day_first';
  return [...issues, dataIssue(code, 'info', path, message, { column: name, example: ambiguous })];
}

async function checkOrder(table: Table, { name, prepare }: ColumnSpec, path: string): Promise<Issue[]> {
  const order = prepare?.order ?? [];
  const at = `${path}.prepare.order`;
  if (order.length === 0) {
    const message = `"${name}" is encoded as ordinal, but its order is not given. Name its categories from the lowest to the highest.`;
    return [dataIssue('order_needed', 'error', at, message, { column: name })];
  }
  const categories = await table.categories(name);
  const notInOrder = (levels: string[]) => Array.from(indicesIn(levels, order), Number.isNaN);
  return cellsLost(categories, notInOrder).map(({ count, example }) => {
    const message =
      count === 1
        ? `1 cell of "${name}" has a category that is not in the order ("${example}"); it counts as missing.`
        : `${count} cells of "${name}" have a category that is not in the order, such as "${example}"; they count as missing.`;
    return dataIssue('order_incomplete', 'warning', at, message, { column: name, count, example });
  });
}

function withoutValues(data: DataSpec, column: string): Issue {
  const message = `"${column}" has no value in any training row, so it becomes no input.`;
  return dataIssue('feature_without_values', 'warning', pathOf(data, column), message, { column });
}

function noValues(): Issue {
  const message =
    'No feature has a value in any training row, so there is nothing to learn from. Choose other features.';
  return dataIssue('features_without_values', 'error', 'data.columns', message, {});
}

/** A cell that decides the loss or a score by itself; that of a target cannot be clipped. */
export async function checkFarCell(
  table: Table,
  data: DataSpec,
  preparation: Preparation,
  { train, validation, test }: Split,
): Promise<Issue[]> {
  const far = await farCell(table, preparation, [train, validation, test]);
  if (far === null) return [];
  const { column, isTarget } = far;
  const value = asGrouped(far.value);
  const row = rowValue(table, far.row);
  const part = train.includes(far.row) ? 'train' : validation.includes(far.row) ? 'validation' : 'test';
  const [size, usual] = [rounded(far.size), rounded(far.usual)];
  const what = { train: 'the training loss', validation: 'the validation loss', test: 'the test score' }[
    part
  ];
  const message = `Row ${row} has ${grouped(value)} in "${column}": ${grouped(size)} after scaling, where others are about ${grouped(usual)}. This one cell decides ${what}. Check whether it is right.`;
  const values = { column, row, value, size, usual, part };
  const remedies = isTarget ? [] : [{ kind: 'prepare' as const, column, prepare: againstOutliers }];
  const issue = finding('cell_far', 'warning', message, values, remedies);
  return [{ ...issue, path: pathOf(data, column) }];
}

/** How many cells have a level that becomes missing, and one such level; empty if there is none. */
function cellsLost(
  { codes, levels }: Categories,
  lostOf: (levels: string[]) => boolean[],
): { count: number; example: string }[] {
  const lost = lostOf(levels);
  let count = 0;
  for (const code of codes) if (code >= 0 && lost[code]) count++;
  const example = levels[lost.indexOf(true)] ?? '';
  return count === 0 ? [] : [{ count, example: example.slice(0, 40) }];
}

/** Reports features and inputs that were requested but have no data to learn from. */
export function checkFitted(data: DataSpec, { inputs }: Preparation): Issue[] {
  if (inputs.length === 0) return [noValues()];
  const byColumn = new Map(inputs.map((input) => [input.column, input]));
  return data.columns.flatMap(({ name, prepare, role }) => {
    const input = byColumn.get(name);
    if (role !== 'feature') return [];
    if (input === undefined) return [withoutValues(data, name)];
    if (prepare === undefined) return [];
    const { indicator, other, levels, piecewiseLinear } = { ...defaultColumnPreparation, ...prepare };
    const path = `${pathOf(data, name)}.prepare`;
    if (input.kind !== 'oneHot') {
      const hasNoBins = piecewiseLinear && input.kind === 'numeric' && input.edges === undefined;
      return [
        ...(indicator && !input.indicator ? [withoutIndicator(name, path)] : []),
        ...(hasNoBins ? [withoutBins(name, path)] : []),
      ];
    }
    if (!other || input.others !== undefined) return [];
    const message = `The training rows have only ${levels} ${levels === 1 ? 'category' : 'categories'} of "${name}", so there is no input for other categories.`;
    return [dataIssue('setting_without_effect', 'info', path, message, { setting: 'other', choice: name })];
  });
}

function withoutIndicator(name: string, path: string): Issue {
  const message = `The indicator of "${name}" would be 0 in all training rows, where no cell is missing, so it is left out.`;
  return dataIssue('setting_without_effect', 'info', path, message, { setting: 'indicator', choice: name });
}

function withoutBins(name: string, path: string): Issue {
  const message = `"${name}" has fewer than three different numbers in the training rows, so it has no bins.`;
  return dataIssue('setting_without_effect', 'info', path, message, {
    setting: 'piecewiseLinear',
    choice: name,
  });
}
