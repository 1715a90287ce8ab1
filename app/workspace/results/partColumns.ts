// A column of the open table for the rows of a part: its numbers, and the groups that it splits the rows into. Columns of free text and of
// too many different levels are groups, too: their frequent levels.
import { type GroupedDatePart, groupedDateParts } from '../../contract/run/errorRows.ts';
import type { ColumnSummary } from '../../contract/table/dataset.ts';
import { unknownColumn } from '../../dataset/table/lackingColumn.ts';
import { dateOrder, datePartsOf, numbersOfLevels } from '../../dataset/table/levelNumbers.ts';
import type { Table } from '../../dataset/table/table.ts';
import {
  groupsOfDateParts,
  groupsOfLevels,
  groupsOfNumbers,
  type RowGroups,
} from '../../evaluation/errors/groupRows.ts';

/** One number for each of `rows`; NaN is missing. Throws AppError column_unknown. */
export async function numbersOfPart(table: Table, column: string, rows: Uint32Array): Promise<Float64Array> {
  const values = await table.numbers(column);
  return Float64Array.from(rows, (row) => values[row]!);
}

export interface ColumnGroups extends RowGroups {
  by: GroupedDatePart | null;
}

/** Every way in which a column groups the rows: one, or one for each part of a date that varies, in the order of `groupedDateParts`. Throws AppError column_unknown, levels_too_many. */
export async function groupingsOf(table: Table, column: string, rows: Uint32Array): Promise<ColumnGroups[]> {
  const { type } = summaryOf(table, column);
  if (type === 'number') return [{ by: null, ...groupsOfNumbers(await numbersOfPart(table, column, rows)) }];
  const categories = await table.categories(column);
  const codes = Int32Array.from(rows, (row) => categories.codes[row]!);
  const whole = () => [{ by: null, ...groupsOfLevels(codes, categories.levels) }];
  if (type !== 'date') return whole();
  const { first } = dateOrder(table, categories);
  const meanings = datePartsOf(categories.levels, first, groupedDateParts);
  const byPart = groupedDateParts.flatMap((by, k): ColumnGroups[] => {
    const groups = groupsOfDateParts(numbersOfLevels(codes, meanings[k]!));
    return groups.names.length < 2 ? [] : [{ by, ...groups }];
  });
  return byPart.length > 0 ? byPart : whole();
}

function summaryOf(table: Table, column: string): ColumnSummary {
  const found = table.columns.find(({ name }) => name === column);
  if (found === undefined) throw unknownColumn(column, table);
  return found;
}
