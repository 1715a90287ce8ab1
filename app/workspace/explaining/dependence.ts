// How a model's output depends on one column: over the range of the training rows, or for each of its most frequent levels, with how many
// rows lie where.
import { AppError } from '../../contract/issues/errors.ts';
import type { InputPreparation } from '../../contract/model.ts';
import { type Dependence, explanationLimits } from '../../contract/run/explanation.ts';
import { cellInputs } from '../../dataset/preparation/cellInputs.ts';
import { numberInputs, rangeOf } from '../../dataset/preparation/scaling.ts';
import { datePartsOf, numbersOfLevels } from '../../dataset/table/levelNumbers.ts';
import { dependenceOf } from '../../evaluation/explanation/dependence.ts';
import { thinned } from '../table/ground.ts';
import {
  type Explained,
  inputSpans,
  inputsOf,
  knownRows,
  predictor,
  refuseUnknownOutput,
} from './explained.ts';

type Points = Dependence['points'];

/** Points of the grid as cells of the column, and as its inputs. */
interface GridOfColumn {
  points: Points;
  inputs: number[][];
  /** Where a row of the table lies: its number, or the index of its level. */
  placeOf(row: number): number | null;
}

/** Throws AppError column_unknown, option_invalid; rejects with an AbortError. */
export async function explainDependence(
  explained: Explained,
  { column, output, row }: { column: string; output: number; row?: number | undefined },
  signal: AbortSignal | undefined,
): Promise<Dependence> {
  const { model } = explained;
  const index = model.preparation.inputs.findIndex((input) => input.column === column);
  if (index < 0) throw unknownColumn(explained, column);
  refuseUnknownOutput(model, output);
  const input = model.preparation.inputs[index]!;
  const all = knownRows(explained);
  const grid = await gridOf(explained, input, all);
  const rows = singlesFirst(thinned(all, explanationLimits.curveRows.max));
  const of = async (rows: Uint32Array) =>
    dependenceOf({
      features: await inputsOf(explained, rows),
      ...{ rows: rows.length, first: inputSpans(model)[index]!.first, points: grid.inputs, output },
      single: explanationLimits.singleRows.max,
      predict: predictor(explained, signal),
    });
  const found = await of(rows);
  const unit = input.kind === 'numeric' ? input.unit : undefined;
  return {
    ...{ column, rows: rows.length, ofRows: all.length, mean: found.mean, points: grid.points },
    ...(unit === undefined ? {} : { unit }),
    single: found.single.map((outputs, k) => ({ row: rows[k]!, outputs })),
    own:
      row === undefined || row >= explained.table.rows
        ? null
        : { at: grid.placeOf(row), outputs: (await of(Uint32Array.of(row))).mean },
  };
}

function unknownColumn({ model }: Explained, column: string): AppError {
  const columns = model.preparation.inputs
    .slice(0, 8)
    .map((input) => input.column)
    .join(', ');
  const sentence = `The model does not read "${column}"; it reads ${columns}.`;
  return new AppError('column_unknown', sentence, { column, columns });
}

/** Evenly spread rows come first: they are drawn one by one. */
function singlesFirst(rows: Uint32Array): Uint32Array {
  const single = thinned(rows, explanationLimits.singleRows.max);
  const first = new Set(single);
  return Uint32Array.from([...single, ...rows.filter((row) => !first.has(row))]);
}

async function gridOf(
  { table }: Explained,
  input: InputPreparation,
  rows: Uint32Array,
): Promise<GridOfColumn> {
  if (input.kind === 'numeric') {
    const values = await table.numbers(input.column);
    const own = Float64Array.from(rows, (row) => values[row]!);
    const grid = numberGrid('number', own, (value) => numberInputs(value, input));
    return { ...grid, placeOf: (row) => present(values[row]!) };
  }
  const { codes, levels } = await table.categories(input.column);
  const own = Int32Array.from(rows, (row) => codes[row]!);
  if (input.kind !== 'date') {
    const grid = levelGrid(input, own, levels);
    const levelOf = (row: number) => (codes[row]! < 0 ? '' : levels[codes[row]!]!);
    return { ...grid, placeOf: (row) => atOrNull(grid.points.levels.indexOf(levelOf(row))) };
  }
  const [times] = datePartsOf(levels, input.first, ['time']);
  const grid = numberGrid('date', numbersOfLevels(own, times!), (days) => {
    return cellInputs(input, new Date(days * 86_400_000).toISOString().slice(0, 16), '.') ?? [];
  });
  return { ...grid, placeOf: (row) => present(codes[row]! < 0 ? Number.NaN : times![codes[row]!]!) };
}

const present = (value: number) => (Number.isNaN(value) ? null : value);
const atOrNull = (index: number) => (index < 0 ? null : index);

/** Few different values are the points themselves. */
const fewValues = 20;

function numberGrid(kind: 'number' | 'date', values: Float64Array, inputsOf: (value: number) => number[]) {
  const { min, max } = rangeOf(values) ?? { min: 0, max: 0 };
  const distinct = new Set<number>();
  for (const value of values) {
    if (!Number.isNaN(value)) distinct.add(value);
    if (distinct.size > fewValues) break;
  }
  const points = explanationLimits.curvePoints.max;
  const even = Array.from({ length: points }, (_, k) => min + ((max - min) * k) / (points - 1));
  const at = distinct.size <= fewValues ? [...distinct].sort((a, b) => a - b) : even;
  const bins = explanationLimits.bins.max;
  const edges = Array.from({ length: bins + 1 }, (_, k) => min + ((max - min) * k) / bins);
  const counts = new Array<number>(bins).fill(0);
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    const bin = max > min ? Math.floor(((value - min) / (max - min)) * bins) : 0;
    counts[Math.min(bins - 1, bin)]! += 1;
  }
  return { points: { kind, at, edges, bins: counts }, inputs: at.map(inputsOf) };
}

/** Levels that the model reads as one of its own, and missing where it has an input for it. */
function levelGrid(input: InputPreparation, codes: Int32Array, levels: string[]) {
  const counts = new Map<number, number>();
  for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + 1);
  const known = [...counts].flatMap(([code, rows]) => {
    const level = code < 0 ? '' : levels[code]!;
    const inputs = cellInputs(input, code < 0 ? null : level, '.');
    return inputs === null ? [] : [{ level, rows, inputs }];
  });
  // An order keeps its own; else the most frequent first, of equal ones in the order of their names.
  known.sort((a, b) => b.rows - a.rows || (a.level < b.level ? -1 : 1));
  const shown = known.slice(0, explanationLimits.levels.max);
  if (input.kind === 'ordinal')
    shown.sort((a, b) => input.levels.indexOf(a.level) - input.levels.indexOf(b.level));
  return {
    points: {
      kind: 'levels' as const,
      levels: shown.map(({ level }) => level),
      rows: shown.map(({ rows }) => rows),
      more: known.length - shown.length,
    },
    inputs: shown.map(({ inputs }) => inputs),
  };
}
