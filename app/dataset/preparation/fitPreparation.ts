// Fits how columns become inputs and outputs of a network. Input: a Table, a DataSpec and the training rows; output: a
// Preparation, fitted on those rows alone: scaling of numbers, ordered levels and date parts, levels of categories, classes of
// a target. A feature without a value in those rows becomes no input. encode.ts applies the preparation.

import type { InputPreparation, Link, Preparation, Scaled, TargetPreparation } from '../../contract/model.ts';
import { type ColumnPreparation, defaultColumnPreparation } from '../../contract/spec/columnPreparation.ts';
import type { ColumnSpec, DataSpec } from '../../contract/spec/spec.ts';
import type { Unit } from '../../contract/table/unit.ts';
import type { Categories } from '../cells/cellFacts.ts';
import { present } from '../numbers/moments.ts';
import { dateOrder, datePartsOf, indicesIn, numbersOfLevels } from '../table/levelNumbers.ts';
import type { Table } from '../table/table.ts';
import { targetNames } from '../table/targets.ts';
import { visitNumbers } from '../table/visitNumbers.ts';
import type { First } from '../values/dates.ts';
import { fitEdges } from './binEdges.ts';
import { fitScaling, rangeOf, standard } from './scaling.ts';

/** `trainRows` are ascending. Inputs are in the order of `data.columns`. Only `trainRows` are read, except for class names: a
 *  class that only other rows have is included, so that errors on it count. */
export async function fitPreparation(
  table: Table,
  data: DataSpec,
  trainRows: Uint32Array,
  link: Link = 'identity',
): Promise<Preparation> {
  const features = data.columns.filter(({ role }) => role === 'feature');
  const numbers = features.filter(({ type }) => type === 'number');
  const written = writtenIn(table);
  const fitted = new Map<ColumnSpec, InputPreparation | null>();
  await trainingNumbers(table, names(numbers), trainRows, (values, k) => {
    const { name, prepare } = numbers[k]!;
    const range = rangeOf(values);
    const input = { kind: 'numeric' as const, column: name, ...written.get(name) };
    const edges = fitEdges(values, prepare);
    const scaled = range === null ? null : { ...fitNumbers(values, prepare), ...range, ...edges };
    fitted.set(numbers[k]!, scaled === null ? null : { ...input, ...scaled });
  });
  const inputs: InputPreparation[] = [];
  for (const column of features) {
    const input = fitted.has(column)
      ? fitted.get(column)!
      : fitLevels(await table.categories(column.name), table, column, trainRows);
    if (input !== null) inputs.push(input);
  }
  return { inputs, target: await fitTarget(table, data, trainRows, link, written) };
}

const names = (columns: ColumnSpec[]) => columns.map(({ name }) => name);

/** Visits the numbers of each of `columns` in `rows`; the visitor may use the array until the next visit. */
async function trainingNumbers(
  table: Table,
  columns: string[],
  rows: Uint32Array,
  visit: (values: Float64Array, index: number) => void,
): Promise<void> {
  await visitNumbers(table, columns, (values, index) => {
    // Rows are ascending, so no value is overwritten before it is read.
    for (let i = 0; i < rows.length; i++) values[i] = values[rows[i]!]!;
    visit(values.subarray(0, rows.length), index);
  });
}

/** If no training row lacks the value, there is no indicator: nothing could be learned about it. */
function fitNumbers(values: Float64Array, prepare?: ColumnPreparation): Scaled & { indicator?: boolean } {
  const indicator = prepare?.indicator === true && values.some(Number.isNaN);
  return { ...fitScaling(values, prepare), ...(indicator ? { indicator } : {}) };
}

function fitLevels(
  categories: Categories,
  table: Table,
  column: ColumnSpec,
  rows: Uint32Array,
): InputPreparation | null {
  if (!rows.some((row) => categories.codes[row]! >= 0)) return null;
  if (column.type === 'date') return fitDate(categories, dateOrder(table, categories).first, column, rows);
  if (column.type !== 'boolean' && column.prepare?.encoding === 'ordinal')
    return fitOrdinal(categories, column, rows);
  return fitOneHot(categories, column, rows);
}

function fitOrdinal(
  categories: Categories,
  { name, prepare }: ColumnSpec,
  rows: Uint32Array,
): InputPreparation | null {
  const levels = prepare?.order ?? defaultColumnPreparation.order;
  const indices = chosen(numbersOfLevels(categories.codes, indicesIn(categories.levels, levels)), rows);
  if (rangeOf(indices) === null) return null;
  return { kind: 'ordinal', column: name, levels, ...fitNumbers(indices, prepare) };
}

function fitDate(
  categories: Categories,
  first: First,
  { name, prepare }: ColumnSpec,
  rows: Uint32Array,
): InputPreparation | null {
  const parts = [...(prepare?.parts ?? defaultColumnPreparation.parts)];
  const numbers = datePartsOf(categories.levels, first, parts);
  const { scaling, indicator, clip, missing } = { ...defaultColumnPreparation, ...prepare };
  // A constant has no meaning here: the parts have different units.
  const settings = { scaling, indicator, clip, missing: missing === 'mean' ? missing : ('median' as const) };
  const fitted = parts.map((part, k) => {
    const values = chosen(numbersOfLevels(categories.codes, numbers[k]!), rows);
    const range = rangeOf(values);
    const { indicator: some, ...scaled } = fitNumbers(values, settings);
    return { part, scaled: { ...scaled, ...range }, range, some };
  });
  if (fitted.every(({ range }) => range === null)) return null;
  return {
    kind: 'date',
    column: name,
    first,
    parts: fitted.map(({ part, scaled }) => ({ part, ...scaled })),
    ...(fitted.some(({ some }) => some) ? { indicator: true } : {}),
  };
}

function chosen(values: Float64Array, rows: Uint32Array): Float64Array {
  return Float64Array.from(rows, (row) => values[row]!);
}

/** How many rare levels that share an input are listed, so that never-seen levels can be told from rare ones. */
const othersNamed = 1_000;

function fitOneHot({ codes, levels }: Categories, { name, type, prepare }: ColumnSpec, rows: Uint32Array) {
  const counts = new Float64Array(levels.length);
  let missing = 0;
  for (const row of rows) {
    const code = codes[row]!;
    if (code < 0) missing++;
    else counts[code]!++;
  }
  const kind = 'oneHot' as const;
  const first = missing > 0 ? [''] : [];
  if (type === 'boolean') return { kind, column: name, levels: [...first, 'false', 'true'] };
  const { levels: most, other } = { ...defaultColumnPreparation, ...prepare };
  const seen = [...counts.keys()].filter((code) => counts[code]! > 0);
  seen.sort((a, b) => counts[b]! - counts[a]! || a - b);
  const kept = seen.slice(0, most).sort((a, b) => a - b);
  const rare = seen.slice(most, most + othersNamed);
  const named = (code: number) => levels[code]!;
  return {
    ...{ kind, column: name, levels: [...first, ...kept.map(named)] },
    // An input that is 0 in all training rows would get weights that were never trained.
    ...(other && rare.length > 0 ? { others: rare.map(named) } : {}),
  };
}

type NumberTarget = Extract<TargetPreparation, { kind: 'numeric' }>['columns'][number];

type Written = Map<string, { unit?: Unit; decimal?: '.' | ',' }>;

/** How the numbers of columns are written: the unit and the decimal sign, where they have one. */
function writtenIn({ columns }: Table): Written {
  return new Map(
    columns.map(({ name, unit, decimal }) => [
      name,
      { ...(unit !== undefined && { unit }), ...(decimal !== undefined && { decimal }) },
    ]),
  );
}

async function fitTarget(
  table: Table,
  data: DataSpec,
  rows: Uint32Array,
  link: Link,
  written: Written,
): Promise<TargetPreparation> {
  const names = targetNames(data);
  if (data.task !== 'regression') {
    const column = names[0] ?? '';
    const { levels } = await table.categories(column);
    return { kind: 'class', column, classes: levels };
  }
  // The logarithm is taken of the unscaled value.
  if (link === 'log')
    return {
      kind: 'numeric',
      columns: names.map((name) => ({ name, mean: 0, scale: 1, ...written.get(name) })),
      link,
    };
  const columns: NumberTarget[] = [];
  await trainingNumbers(table, names, rows, (values, k) => {
    const name = names[k]!;
    columns.push({ name, ...standard(present(values)), ...written.get(name) });
  });
  return { kind: 'numeric', columns, link };
}
