// The weight column of a data spec, if there is one: its numbers for the training rows, and what prevents using it. Prediction
// and scoring ignore it.
import type { Issue } from '../../contract/issues/issues.ts';
import type { DataSpec } from '../../contract/spec/spec.ts';
import { dataIssue } from '../issues/dataIssue.ts';
import { rowValue } from '../table/rowName.ts';
import type { Table } from '../table/table.ts';

export function weightColumns(data: DataSpec): string[] {
  return data.columns.filter(({ role }) => role === 'weight').map(({ name }) => name);
}

/** The weight of each of `rows`, NaN where missing; null without a weight column. Throws AppError column_unknown. */
export async function sampleWeights(
  table: Table,
  data: DataSpec,
  rows: Uint32Array,
): Promise<Float64Array | null> {
  const [column] = weightColumns(data);
  if (column === undefined) return null;
  const values = await table.numbers(column);
  return Float64Array.from(rows, (row) => values[row]!);
}

/** `rows`: those that have a target. checkRoles reports columns that the table does not have. */
export async function checkWeights(table: Table, data: DataSpec, rows: Uint32Array): Promise<Issue[]> {
  const columns = weightColumns(data);
  const [column] = columns;
  if (column === undefined) return [];
  const place = data.columns.findIndex(({ name }) => name === column);
  const path = `data.columns.${place}`;
  if (columns.length > 1) {
    const named = columns.map((name) => `"${name}"`).join(', ');
    const message = `Several columns have the role weight: ${named}. Keep only one.`;
    return [dataIssue('weights_several', 'error', path, message, { columns: named })];
  }
  if (table.columns.find(({ name }) => name === column)?.type !== 'number') {
    const message = `"${column}" is not a column of numbers, so it cannot hold row weights.`;
    return [dataIssue('weight_not_numeric', 'error', path, message, { column })];
  }
  const weights = await sampleWeights(table, data, rows);
  return weights === null ? [] : wrongValues(table, weights, rows, column, path);
}

function wrongValues(
  table: Table,
  weights: Float64Array,
  rows: Uint32Array,
  column: string,
  path: string,
): Issue[] {
  const found: Issue[] = [];
  const named = (place: number) => rowValue(table, rows[place]!);
  const missing = placesOf(weights, Number.isNaN);
  if (missing.length > 0) {
    const values = { column, count: missing.length, first: named(missing[0]!) };
    const message = `${counted(missing.length)} no weight in "${column}"; the first is row ${values.first}. Add the weight, or remove the row.`;
    found.push(dataIssue('weight_missing', 'error', path, message, values));
  }
  const negative = placesOf(weights, (weight) => weight < 0);
  if (negative.length > 0) {
    const values = { column, count: negative.length, first: named(negative[0]!) };
    const message = `${counted(negative.length)} a weight below 0 in "${column}"; the first is row ${values.first}. Weights are 0 or more.`;
    found.push(dataIssue('weight_negative', 'error', path, message, values));
  }
  if (weights.length > 0 && weights.every((weight) => weight === 0)) {
    found.push(
      dataIssue('weights_all_zero', 'error', path, `All weights in "${column}" are 0, so no row counts.`, {}),
    );
  }
  return found;
}

function counted(rows: number): string {
  return rows === 1 ? '1 row has' : `${rows} rows have`;
}

function placesOf(weights: Float64Array, is: (weight: number) => boolean): number[] {
  const places: number[] = [];
  for (const [place, weight] of weights.entries()) if (is(weight)) places.push(place);
  return places;
}
