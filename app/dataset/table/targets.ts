// The target columns of a data spec in a table: which rows have all targets, and the classes.
import { AppError } from '../../contract/issues/errors.ts';
import type { DataSpec } from '../../contract/spec/spec.ts';
import type { Categories } from '../cells/cellFacts.ts';
import { inSteps } from '../resources/inSteps.ts';
import { returnArray, takeArray } from './arrayPool.ts';
import type { Table } from './table.ts';

export function targetNames(data: DataSpec): string[] {
  return data.columns.filter((column) => column.role === 'target').map((column) => column.name);
}

/** The field of a run that has several: their RMSE and MAE have no unit in common. */
export function severalTargets(data: DataSpec): { severalTargets?: true } {
  return targetNames(data).length > 1 ? { severalTargets: true } : {};
}

export interface TargetRows {
  /** Rows that have every target, ascending. */
  rows: Uint32Array;
  withoutTarget: number;
  /** Classes of the only target of a classification; null otherwise. */
  classes: Categories | null;
}

/** Throws AppError column_unknown, or spec_invalid without a target. */
export async function targetRows(table: Table, data: DataSpec): Promise<TargetRows> {
  const names = targetNames(data);
  const [first] = names;
  if (first === undefined) {
    const values = { path: 'data.columns', expected: 'a column with the role target', found: 'none' };
    throw new AppError('spec_invalid', 'No column is the target. Choose the column to predict.', values);
  }
  if (data.task !== 'regression') {
    const classes = await table.categories(first);
    return { ...(await present(table.rows, (row) => classes.codes[row]! >= 0)), classes };
  }
  const columns: Float64Array[] = [];
  for (const name of names) columns.push(await table.numbers(name, takeArray(table)));
  const found = await present(table.rows, (row) => columns.every((c) => !Number.isNaN(c[row])));
  for (const column of columns) returnArray(table, column);
  return { ...found, classes: null };
}

async function present(
  count: number,
  has: (row: number) => boolean,
): Promise<{ rows: Uint32Array; withoutTarget: number }> {
  const rows = new Uint32Array(count);
  let kept = 0;
  await inSteps(count, (from, to) => {
    for (let row = from; row < to; row++) if (has(row)) rows[kept++] = row;
  });
  return { rows: rows.slice(0, kept), withoutTarget: count - kept };
}
