// Proposes what to learn from a table. Input: a Table and a person's choices (at least a target); output: a DataSpec (the task,
// each column's role and type, the split) and the reasons for it in sentences.

import { AppError } from '../../contract/issues/errors.ts';
import { type Reason, reason } from '../../contract/issues/reasons.ts';
import type { Choices } from '../../contract/spec/choices.ts';
import { againstOutliers, type ColumnPreparation } from '../../contract/spec/columnPreparation.ts';
import {
  type ColumnSpec,
  type DataSpec,
  defaultSplit,
  type Role,
  type SplitSpec,
} from '../../contract/spec/spec.ts';
import type { ColumnSummary } from '../../contract/table/dataset.ts';
import { unknownColumn } from '../table/lackingColumn.ts';
import type { Table } from '../table/table.ts';
import { targetRows } from '../table/targets.ts';
import { outlierColumns } from './outlierColumns.ts';
import { proposeTask } from './task.ts';
import { uselessColumns } from './uselessColumns.ts';

export interface DataProposal {
  data: DataSpec;
  reasons: Reason[];
}

/** With fewer rows that have a target, all of them are training rows: parts of one or two rows would be useless. */
const fewestToSplit = 10;

/** Throws AppError column_unknown, target_unusable or option_invalid. */
export async function proposeData(table: Table, choices: Choices): Promise<DataProposal> {
  const targets: ColumnSummary[] = [];
  for (const name of new Set(choices.targets)) {
    columnOf(table, name);
    // Numbers that become classes are counted completely, others only up to a thousand.
    if (choices.task !== undefined && choices.task !== 'auto' && choices.task !== 'regression')
      await table.profile(name);
    targets.push(columnOf(table, name));
  }
  const chosen = checkChoices(table, choices);
  const { task, reasons } = await proposeTask(table, targets, choices.task ?? 'auto');
  const isTarget = new Set(targets.map((column) => column.name));
  const useless = uselessColumns(table);
  const roleOf = ({ name }: ColumnSummary): Role => {
    if (isTarget.has(name)) return 'target';
    if (name === choices.sampleWeight) return 'weight';
    if (name === choices.group) return 'group';
    if (chosen.features !== null) return chosen.features.has(name) ? 'feature' : 'ignored';
    if (chosen.ignore.has(name)) return 'ignored';
    // A person who chose how a column becomes inputs wants it as a feature.
    const wanted = chosen.categorical.has(name) || chosen.prepare.has(name);
    return useless.has(name) && !wanted ? 'ignored' : 'feature';
  };
  const columns = table.columns.map((column): ColumnSpec => {
    const role = roleOf(column);
    const categorical = chosen.categorical.has(column.name) || (role === 'target' && task !== 'regression');
    const prepare = chosen.prepare.get(column.name);
    return {
      ...{ name: column.name, role, type: typeFor(column, role, categorical) },
      ...(prepare === undefined ? {} : { prepare }),
    };
  });
  if (chosen.features === null) keepRowNumber(table, columns, chosen.ignore, reasons);
  await clipOutliers(table, columns, reasons);
  const { dropDuplicates, group, split } = choices;
  const data: DataSpec = {
    ...{ task, columns, split: split ?? { ...defaultSplit } },
    ...(dropDuplicates === undefined ? {} : { dropDuplicates }),
  };
  if (split === undefined) data.split = await proposeSplit(table, data, reasons, group !== undefined);
  return { data, reasons };
}

function columnOf(table: Table, name: string): ColumnSummary {
  const column = table.columns.find((c) => c.name === name);
  if (column === undefined) throw unknownColumn(name, table);
  return column;
}

interface Chosen {
  features: Set<string> | null;
  ignore: Set<string>;
  categorical: Set<string>;
  prepare: Map<string, ColumnPreparation>;
}

function checkChoices(table: Table, choices: Choices): Chosen {
  const { features, ignore = [], categorical = [], prepare = {}, targets } = choices;
  const { sampleWeight, group } = choices;
  const others: [option: string, column: string][] = [];
  if (sampleWeight !== undefined) others.push(['sampleWeight', sampleWeight]);
  if (group !== undefined) others.push(['group', group]);
  const named = [...(features ?? []), ...ignore, ...categorical, ...Object.keys(prepare)];
  for (const name of [...named, ...others.map(([, column]) => column)]) columnOf(table, name);
  if (features !== undefined && ignore.length > 0) {
    const values = { option: 'ignore', expected: 'either features or ignore', found: 'both' };
    const sentence =
      'Name either the columns to use (features) or the columns to leave out (ignore), not both.';
    throw new AppError('option_invalid', sentence, values);
  }
  const lists: [option: string, names: string[]][] = [
    ['features', features ?? []],
    ['ignore', ignore],
    ['prepare', Object.keys(prepare)],
    ...others.map(([option, column]): [string, string[]] => [option, [column]]),
  ];
  for (const [option, names] of lists) {
    const both = names.find((name) => targets.includes(name));
    if (both === undefined) continue;
    const values = { option, expected: 'columns other than the target', found: both };
    throw new AppError('option_invalid', `"${both}" is the target, so it cannot be among ${option}.`, values);
  }
  refuseTwoUses(others, [...(features ?? []), ...ignore, ...Object.keys(prepare)]);
  return {
    features: features === undefined ? null : new Set(features),
    ignore: new Set(ignore),
    categorical: new Set(categorical),
    prepare: new Map(Object.entries(prepare)),
  };
}

/** A column of weights or groups can have no other use. */
function refuseTwoUses(others: [option: string, column: string][], used: string[]): void {
  others.forEach(([option, column], k) => {
    const more = others.slice(k + 1).map(([, other]) => other);
    if (![...used, ...more].includes(column)) return;
    const use = option === 'group' ? 'names the groups of rows' : 'says how much each row counts';
    const sentence = `"${column}" ${use}, so it has no other use and cannot be left out.`;
    const values = { option, expected: 'a column with no other use', found: column };
    throw new AppError('option_invalid', sentence, values);
  });
}

/** Free text that a person chose as a feature is read as levels. */
function typeFor(column: ColumnSummary, role: Role, categorical: boolean): ColumnSpec['type'] {
  if (categorical && column.type === 'number') return 'category';
  if (role !== 'ignored' && column.type === 'text') return 'category';
  if (role === 'target' && column.type === 'date') return 'category';
  return column.type;
}

/** Keeps a row number as a feature if there is no other: it may be the time. */
function keepRowNumber(table: Table, columns: ColumnSpec[], ignore: Set<string>, reasons: Reason[]): void {
  if (columns.some((column) => column.role === 'feature')) return;
  const kept = columns.find((column, i) => {
    const distinct = table.columns[i]!.distinct;
    return column.role === 'ignored' && column.type === 'number' && distinct > 1 && !ignore.has(column.name);
  });
  if (kept === undefined) return;
  kept.role = 'feature';
  const message = `"${kept.name}" is used although it only numbers the rows, since there is no other feature.`;
  reasons.push(reason('row_number_used', message, { column: kept.name }));
}

/** How many columns the reason names. */
const mostNamed = 3;

/** Number features with outliers, unless a person chose how they are scaled. */
async function clipOutliers(table: Table, columns: ColumnSpec[], reasons: Reason[]): Promise<void> {
  const open = columns.filter(({ role, type, prepare: { scaling, log, clip } = {} }) => {
    const isOpen = scaling === undefined && log === undefined && clip === undefined;
    return role === 'feature' && type === 'number' && isOpen;
  });
  const found = await outlierColumns(table, new Set(open.map(({ name }) => name)));
  if (found.length === 0) return;
  const clipped = new Set(found);
  for (const column of open)
    if (clipped.has(column.name)) column.prepare = { ...againstOutliers, ...column.prepare };
  const { clip } = againstOutliers;
  const named = found.slice(0, mostNamed).map((name) => `"${name}"`);
  const list = found.length > mostNamed ? `${named.join(', ')}, …` : named.join(', ');
  const message = `A few values are far from all others in ${list}: scaled by median and interquartile range (robust), and scaled inputs clipped to ±${clip}, so that these values do not decide the result.`;
  reasons.push(reason('outliers_clipped', message, { columns: list, clip }));
}

async function proposeSplit(
  table: Table,
  data: DataSpec,
  reasons: Reason[],
  byGroup: boolean,
): Promise<SplitSpec> {
  const { rows } = await targetRows(table, data);
  if (rows.length >= fewestToSplit) return byGroup ? { by: 'group', ...defaultSplit } : { ...defaultSplit };
  const few = `${rows.length} ${rows.length === 1 ? 'row has' : 'rows have'} a target`;
  const message = `Only ${few}: all are training rows, with no validation or test rows.`;
  reasons.push(reason('none_held_out', message, { rows: rows.length }));
  return { train: 1, validation: 0, test: 0 };
}
