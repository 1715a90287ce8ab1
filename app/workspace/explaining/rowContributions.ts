// What each column adds to a model's output for one row: of the table, or of cells that a person typed. The prediction is the engine's,
// so that it is the number that `predict` gives.
import { type InputPreparation, targetUnit } from '../../contract/model.ts';
import type { RowContributions } from '../../contract/run/explanation.ts';
import { cellInputs } from '../../dataset/preparation/cellInputs.ts';
import { encodeTargets } from '../../dataset/preparation/encode.ts';
import { meanContributions } from '../../evaluation/explanation/contributions.ts';
import { outputColumn } from '../../evaluation/explanation/dependence.ts';
import { modelFingerprint } from '../../export/fingerprint.ts';
import {
  type Explained,
  inputsOf,
  invalid,
  judgedOf,
  networksOf,
  outputNames,
  predictor,
  refuseUnknownOutput,
} from './explained.ts';
import { baseOf } from './meanInputs.ts';

export type RowAsked = { row: number } | { cells: Record<string, string | null> };

/** Throws AppError option_invalid; rejects with an AbortError. */
export async function explainRow(
  explained: Explained,
  of: RowAsked,
  asked: number | undefined,
  signal: AbortSignal | undefined,
): Promise<RowContributions> {
  const { model } = explained;
  const { target } = model.preparation;
  const given = 'row' in of ? await tableRow(explained, of.row) : typedRow(explained, of.cells);
  const predictions = await predictor(explained, signal)(given.inputs, 1);
  const output = asked ?? (predictions.kind === 'class' ? predictions.chosen[0]! : 0);
  refuseUnknownOutput(model, output);
  const names = outputNames(model);
  const base = await baseOf(explained);
  const added = await meanContributions(
    networksOf(model),
    model.preparation,
    { inputs: given.inputs, base: base.inputs, output },
    signal,
  );
  const prediction = outputColumn(predictions, output)[0]!;
  const sum = added.columns.reduce((all, one) => all + one, 0);
  const unit = target.kind === 'numeric' ? target.columns[output]!.unit : targetUnit(target).unit;
  return {
    ...{ output, name: names[output]!, base: added.base, baseOf: base.of, prediction },
    ...(unit === undefined ? {} : { unit }),
    columns: model.preparation.inputs.map(({ column }, k) => ({
      ...{ column, cell: given.cells[k]!, contribution: added.columns[k]! },
    })),
    remainder: prediction - added.base - sum,
    ...truthOf(explained, given.truth, output),
    ...neighboursOf(explained, 'row' in of ? of.row : null),
    predictedClass: predictions.kind === 'class' ? names[predictions.chosen[0]!]! : null,
    fingerprint: modelFingerprint(model),
  };
}

interface GivenRow {
  inputs: Float32Array;
  cells: (string | null)[];
  /** As encodeTargets gives it; null where there is none. */
  truth: Float64Array | null;
}

async function tableRow(explained: Explained, row: number): Promise<GivenRow> {
  const { table, model } = explained;
  if (row >= table.rows) throw invalid('row', `from 0 to ${table.rows - 1}`, String(row));
  const rows = Uint32Array.of(row);
  const [cells = []] = await table.cells(row, 1);
  const place = new Map(table.columns.map(({ name }, k) => [name, k]));
  const { target, inputs } = model.preparation;
  const targets = target.kind === 'class' ? [target.column] : target.columns.map(({ name }) => name);
  const hasTarget = targets.every((name) => place.has(name));
  return {
    inputs: await inputsOf(explained, rows),
    cells: inputs.map(({ column }) => cells[place.get(column)!] ?? null),
    truth: hasTarget ? (await encodeTargets(table, target, rows)).truth : null,
  };
}

function typedRow({ model, table }: Explained, cells: Record<string, string | null>): GivenRow {
  const { decimal } = table.dialect;
  const texts = model.preparation.inputs.map(({ column }) => {
    const text = Object.hasOwn(cells, column) ? (cells[column]?.trim() ?? null) : null;
    return text === '' ? null : text;
  });
  const inputs = model.preparation.inputs.flatMap((input, k) => {
    const found = cellInputs(input, texts[k]!, decimal);
    if (found !== null) return found;
    throw invalid(`cells.${input.column}`, expectedOf(input), texts[k] ?? '');
  });
  return { inputs: Float32Array.from(inputs), cells: texts, truth: null };
}

function expectedOf(input: InputPreparation): string {
  if (input.kind === 'numeric') return 'a number';
  return input.kind === 'date' ? 'a date' : `one of ${input.levels.slice(0, 8).join(', ')}`;
}

function truthOf({ model }: Explained, truth: Float64Array | null, output: number) {
  const { target } = model.preparation;
  const own = truth === null ? Number.NaN : target.kind === 'class' ? truth[0]! : truth[output]!;
  if (Number.isNaN(own) || (target.kind === 'class' && own < 0)) return { truth: null, trueClass: null };
  if (target.kind === 'numeric') return { truth: own, trueClass: null };
  return { truth: own === output ? 1 : 0, trueClass: target.classes[own]! };
}

function neighboursOf(explained: Explained, row: number | null) {
  const rows = explained.split[judgedOf(explained)];
  if (row === null) return { previous: null, next: null };
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rows[middle]! < row) low = middle + 1;
    else high = middle;
  }
  return { previous: rows[low - 1] ?? null, next: rows[rows[low] === row ? low + 1 : low] ?? null };
}
