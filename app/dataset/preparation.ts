// Fits on the training rows how columns become inputs and outputs of a network: median, mean and deviation of numbers, the
// levels of categories, the classes of a target.

import { limits } from '../contract/limits.ts';
import type { InputPreparation, Link, Preparation, TargetPreparation } from '../contract/model.ts';
import type { ColumnSpec, DataSpec } from '../contract/spec.ts';
import { numbersInTurn } from './numbersInTurn.ts';
import { median } from './quantiles.ts';
import { moments, present } from './summary.ts';
import type { Table } from './table.ts';
import { targetNames } from './targets.ts';

/** Inputs are in the order of `data.columns`; nothing outside `trainRows` is looked at, but for the names of the classes: a class
 *  that only other rows have is one, so that a mistake about it counts. */
export async function fitPreparation(
  table: Table,
  data: DataSpec,
  trainRows: Uint32Array,
  link: Link = 'identity',
): Promise<Preparation> {
  const inputs: InputPreparation[] = [];
  const features = data.columns.filter(({ role }) => role === 'feature');
  const numeric = features.filter(({ type }) => type === 'number').map(({ name }) => name);
  const next = numbersOf(table, numeric, trainRows);
  for (const column of features) {
    const { name, type } = column;
    inputs.push(
      type === 'number' ? fitNumeric(name, await next()) : await fitLevels(table, column, trainRows),
    );
  }
  return { inputs, target: await fitTarget(table, data, trainRows, link) };
}

/** Each call gives the numbers that the next of `columns` has in `rows`, until the one after is asked for. */
function numbersOf(table: Table, columns: string[], rows: Uint32Array): () => Promise<Float64Array> {
  const next = numbersInTurn(table, columns);
  const chosen = new Float64Array(rows.length);
  return async () => {
    const values = await next();
    for (let i = 0; i < rows.length; i++) chosen[i] = values[rows[i]!]!;
    return chosen;
  };
}

function fitNumeric(column: string, values: Float64Array): InputPreparation {
  const known = present(values);
  const middle = median(known);
  if (known.length < values.length)
    for (let i = 0; i < values.length; i++) if (Number.isNaN(values[i])) values[i] = middle;
  return { kind: 'numeric', column, median: middle, ...standard(values) };
}

/** Mean and scale; for a constant exactly it and 1, whatever rounding would make of its mean. */
function standard(values: Float64Array): { mean: number; scale: number } {
  if (values.length === 0) return { mean: 0, scale: 1 };
  const { mean, deviation, min, max } = moments(values);
  return min === max ? { mean: min, scale: 1 } : { mean, scale: deviation > 0 ? deviation : 1 };
}

async function fitLevels(table: Table, column: ColumnSpec, rows: Uint32Array): Promise<InputPreparation> {
  const { codes, levels } = await table.categories(column.name);
  const counts = new Float64Array(levels.length);
  let missing = 0;
  for (const row of rows) {
    const code = codes[row]!;
    if (code < 0) missing++;
    else counts[code]!++;
  }
  const first = missing > 0 ? [''] : [];
  if (column.type === 'boolean')
    return { kind: 'oneHot', column: column.name, levels: [...first, 'false', 'true'] };
  const seen = [...counts.keys()].filter((code) => counts[code]! > 0);
  const kept = seen.sort((a, b) => counts[b]! - counts[a]! || a - b).slice(0, limits.levels.max);
  const names = kept.sort((a, b) => a - b).map((code) => levels[code]!);
  return { kind: 'oneHot', column: column.name, levels: [...first, ...names] };
}

async function fitTarget(
  table: Table,
  data: DataSpec,
  rows: Uint32Array,
  link: Link,
): Promise<TargetPreparation> {
  const names = targetNames(data);
  if (data.task !== 'regression') {
    const column = names[0] ?? '';
    const { levels } = await table.categories(column);
    return { kind: 'class', column, classes: levels };
  }
  // A logarithm is taken of the value itself.
  if (link === 'log')
    return { kind: 'numeric', columns: names.map((name) => ({ name, mean: 0, scale: 1 })), link };
  const columns: { name: string; mean: number; scale: number }[] = [];
  const next = numbersOf(table, names, rows);
  for (const name of names) columns.push({ name, ...standard(present(await next())) });
  return { kind: 'numeric', columns, link };
}
