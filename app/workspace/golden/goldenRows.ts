// The golden rows of a model: rows of its table as raw values, with the predictions that the engine makes of them. They travel with the
// model, and whoever computes it elsewhere compares. Two of them are made from a real row: one with categories that the model has never
// seen, one with every cell missing.
import type { InputPreparation } from '../../contract/model.ts';
import { type GoldenRows, goldenRowCount, type RawValue } from '../../contract/run/goldenRows.ts';
import { LevelColumns } from '../../dataset/preparation/encodeLevels.ts';
import type { Split } from '../../dataset/split/split.ts';
import type { ColumnTable, Table } from '../../dataset/table/table.ts';
import { levelIndex } from '../../dataset/values/levelIndex.ts';
import type { Engine } from '../../engine/engine.ts';
import { type Predictions, rowCount } from '../../evaluation/predictions.ts';
import { predictRows } from '../scoring/score.ts';
import { chooseRows } from './chooseRows.ts';
import { type Cells, cellsOf, fewRows, withRow } from './fewRows.ts';

type Split3 = Pick<Split, 'train' | 'validation' | 'test'>;

/** null for a table without rows, and for a model whose predictions are not finite. Throws AppError columns_do_not_fit. */
export async function goldenRowsOf(
  engine: Engine,
  model: Parameters<typeof predictRows>[1],
  table: Table,
  split: Split3,
): Promise<GoldenRows | null> {
  const few = await chosenTable(table, model.preparation.inputs, split);
  if (few === null) return null;
  const levels = new LevelColumns(few);
  const values = await rawValues(model.preparation.inputs, few, levels);
  const { predictions } = await predictRows(engine, model, few, null, levels);
  const numbers = numbersByRow(predictions);
  const usable = numbers.flatMap((row, k) => (row.every(Number.isFinite) ? [k] : []));
  if (usable.length === 0) return null;
  return { values: usable.map((k) => values[k]!), predictions: usable.map((k) => numbers[k]!) };
}

/** The chosen rows of the table, then those that are made from the first of them. */
async function chosenTable(
  table: Table,
  inputs: readonly InputPreparation[],
  split: Split3,
): Promise<ColumnTable | null> {
  const hasCategories = inputs.some(isCategory);
  const made = hasCategories ? 2 : 1;
  const rows = await chooseRows(table, inputs, split, goldenRowCount - made);
  if (rows.length === 0) return null;
  const unseen = unseenLevel(inputs);
  const columns = new Map<string, Cells>();
  for (const input of inputs) {
    let cells = await cellsOf(table, input, rows);
    if (hasCategories) cells = withRow(cells, isCategory(input) ? { level: unseen } : { from: 0 });
    columns.set(input.column, withRow(cells, null));
  }
  return fewRows(table.fileName, columns, rows.length + made);
}

const isCategory = ({ kind }: InputPreparation) => kind === 'oneHot' || kind === 'ordinal';

function unseenLevel(inputs: readonly InputPreparation[]): string {
  const known = new Set(inputs.flatMap((input) => ('levels' in input ? levelsOf(input) : [])));
  let text = 'never seen';
  while (known.has(text)) text += '?';
  return text;
}

function levelsOf(input: Extract<InputPreparation, { levels: string[] }>): string[] {
  return [...input.levels, ...('others' in input ? (input.others ?? []) : [])];
}

/** For each row the values of all columns, in the order of rawInputsOf. */
async function rawValues(
  inputs: readonly InputPreparation[],
  table: ColumnTable,
  levels: LevelColumns,
): Promise<RawValue[][]> {
  const columns: RawValue[][] = [];
  for (const input of inputs) columns.push(...(await rawColumns(input, table, levels)));
  return Array.from({ length: table.rows }, (_, row) => columns.map((column) => column[row]!));
}

async function rawColumns(
  input: InputPreparation,
  table: ColumnTable,
  levels: LevelColumns,
): Promise<RawValue[][]> {
  if (input.kind === 'numeric') return [Array.from(await table.numbers(input.column), numberOrNull)];
  if (input.kind === 'date') {
    const { codes, meanings } = await levels.of(input);
    return meanings.map((meaning) =>
      Array.from(codes, (code) => (code < 0 ? null : numberOrNull(meaning[code]!))),
    );
  }
  const { codes, levels: found } = await table.categories(input.column);
  const known = levelsOf(input);
  // Spelled as the model spells it: to another program `1.0` is not the level `1`.
  const spelled = Array.from(levelIndex(found, known), (index, code) => known[index] ?? found[code]!);
  return [Array.from(codes, (code) => (code < 0 ? '' : spelled[code]!))];
}

/** JSON knows neither NaN nor -0. */
function numberOrNull(value: number): number | null {
  return Number.isNaN(value) ? null : value + 0;
}

function numbersByRow(predictions: Predictions): number[][] {
  const numbers = predictions.kind === 'class' ? predictions.probabilities : predictions.values;
  const width = predictions.kind === 'class' ? predictions.classes.length : predictions.names.length;
  return Array.from({ length: rowCount(predictions) }, (_, row) =>
    Array.from(numbers.subarray(row * width, (row + 1) * width)),
  );
}
