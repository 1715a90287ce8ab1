// A model -> a workbook that computes it: on the sheet `Predict` a line for each of the first golden rows, with the inputs to write over
// and the predictions beside them; then the prepared inputs, each layer's weights and units, and the answers. Each line of a sheet is the
// same row of data.
import { inputNames, normalizationEpsilon } from '../../contract/model.ts';
import type { WrittenFile } from '../format.ts';
import { inputFacts } from '../javascript/inputFacts.ts';
import type { PortableLayer, PortableModel, PortableOutput } from '../portable/portableModel.ts';
import { type PreparationStep, preparationSteps } from '../portable/preparationSteps.ts';
import { parametersOf, refuseManyParameters, refuseWide } from '../portable/refusals.ts';
import { activationFormulas, literal, type Places, sigmoidFormula, stepFormulas } from './formulas.ts';
import { type Cell, columnName, encodeWorkbook, type Sheet, sheetLimits } from './workbook.ts';

/** Cells with numbers; each row of data multiplies all of them. */
const mostParameters = 300_000;
/** A layer with normalisation has three columns for each unit. */
const mostWide = 5_000;
const mostProducts = 4_000_000;
const mostRows = 32;
/** The last sheet, where the model has golden rows. */
export const goldenSheetName = 'Golden rows';
const numbersBefore = ['bias', 'gamma', 'beta', 'running mean', 'running variance'];

/** Throws AppError export_unsuited. */
export function writeWorkbook(model: PortableModel, stem: string): WrittenFile[] {
  refuseManyParameters(model, 'A workbook', mostParameters, 'since it computes each of them for each row');
  refuseWide(model, 'A workbook', mostWide, `since a sheet has ${sheetLimits.columns} columns`);
  return [
    {
      name: `${stem}.xlsx`,
      type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      bytes: encodeWorkbook(sheetsOf(model)),
    },
  ];
}

function sheetsOf(model: PortableModel): Sheet[] {
  const steps = preparationSteps(model.model.preparation);
  const rows = rawRows(model);
  const lines = rows.map((_, i) => i + 2);
  const lists = new Lists(steps, model);
  const networks = model.networks.map((layers, m) => networkSheets(layers, m + 1, lines));
  const answers = networks.map(({ last }, m) => answerSheet(model.output, `Answer ${m + 1}`, last, lines));
  return [
    predictSheet(model, rows, lists),
    preparedSheet(model, steps, lists, lines),
    ...networks.flatMap(({ sheets }) => sheets),
    ...answers,
    lists.sheet(),
    ...goldenSheet(model),
  ];
}

/** What the app predicts of the golden rows, as numbers: by it the workbook is checked again. */
function goldenSheet({ model: { goldenRows }, rawInputs, names }: PortableModel): Sheet[] {
  if (goldenRows === undefined) return [];
  const { values, predictions } = goldenRows;
  const header = [...rawInputs.map(({ name }) => name), ...names];
  return [{ name: goldenSheetName, rows: [header, ...values.map((row, i) => [...row, ...predictions[i]!])] }];
}

/** Golden rows, or one row of typical values; fewer for a large model. */
function rawRows(model: PortableModel): (number | string | null)[][] {
  const most = Math.max(1, Math.min(mostRows, Math.floor(mostProducts / parametersOf(model))));
  const golden = model.model.goldenRows?.values ?? [];
  return golden.length === 0 ? [inputFacts(model).map(({ typical }) => typical)] : golden.slice(0, most);
}

/** The sheet of categories and classes, each a column below its name. */
class Lists {
  private readonly columns: { name: string; texts: readonly string[]; raw: number | null }[] = [];

  constructor(steps: readonly PreparationStep[], { output, rawInputs }: PortableModel) {
    for (const step of steps) {
      if (step.kind === 'missing' || step.levels === null) continue;
      this.columns.push({ name: rawInputs[step.raw]!.name, texts: step.levels, raw: step.raw });
    }
    if (output.kind !== 'numbers') this.columns.push({ name: 'class', texts: output.classes, raw: null });
  }

  /** Of a raw value's levels, or of the classes for null. */
  at(raw: number | null) {
    const index = this.columns.findIndex((column) => column.raw === raw);
    const letter = columnName(index);
    const count = this.columns[index]?.texts.length ?? 0;
    return {
      range: `Lists!$${letter}$2:$${letter}$${Math.max(2, count + 1)}`,
      cell: (k: number) => `Lists!$${letter}$${k + 2}`,
      above: 1,
    };
  }

  choices() {
    return this.columns.flatMap(({ raw, texts }) =>
      raw === null || texts.length === 0 ? [] : [{ column: raw, range: this.at(raw).range }],
    );
  }

  sheet(): Sheet {
    const longest = Math.max(0, ...this.columns.map(({ texts }) => texts.length));
    const line = (r: number) => this.columns.map(({ texts }) => texts[r] ?? null);
    return {
      name: 'Lists',
      rows: [this.columns.map(({ name }) => name), ...Array.from({ length: longest }, (_, r) => line(r))],
    };
  }
}

function preparedSheet(
  { model }: PortableModel,
  steps: readonly PreparationStep[],
  lists: Lists,
  lines: readonly number[],
): Sheet {
  const rows = lines.map((line) => {
    const places: Places = {
      raw: (index) => `Predict!$${columnName(index)}${line}`,
      levels: (index) => lists.at(index),
    };
    return steps.flatMap((step) => stepFormulas(step, places)).map((formula): Cell => ({ formula }));
  });
  return { name: 'Prepared', rows: [inputNames(model.preparation), ...rows] };
}

/** Cells of one line: `count` columns of a sheet from `from` on. */
interface Block {
  sheet: string;
  from: number;
  count: number;
}
const cellOf = ({ sheet, from }: Block, k: number, line: number) =>
  `'${sheet}'!$${columnName(from + k)}${line}`;
const rangeOf = (block: Block, line: number) =>
  `${cellOf(block, 0, line)}:$${columnName(block.from + block.count - 1)}${line}`;

function networkSheets(layers: readonly PortableLayer[], m: number, lines: readonly number[]) {
  const sheets: Sheet[] = [];
  let last: Block = { sheet: 'Prepared', from: 0, count: layers[0]!.inputs };
  for (const [i, layer] of layers.entries()) {
    const name = `${m}.${i + 1}`;
    sheets.push(weightSheet(layer, `Weights ${name}`));
    const { sheet, units } = layerSheet(layer, name, last, lines);
    sheets.push(sheet);
    last = units;
  }
  return { sheets, last };
}

/** A line for each unit: its bias, its normalisation, its weights. */
function weightSheet({ inputs, outputs, weight, bias, normalization }: PortableLayer, name: string): Sheet {
  const { gamma, beta, mean, variance } = normalization ?? {};
  const header = [...numbersBefore, ...Array.from({ length: inputs }, (_, i) => `weight ${i + 1}`)];
  const rows = Array.from({ length: outputs }, (_, k) => [
    ...[bias, gamma, beta, mean, variance].map((numbers) => numbers?.[k] ?? null),
    ...weight.subarray(k * inputs, (k + 1) * inputs),
  ]);
  return { name, rows: [header, ...rows] };
}

/** For each unit the sum; behind all sums, where there is layer normalisation, what it makes of them; then the activations. */
function layerSheet(
  layer: PortableLayer,
  name: string,
  inputs: Block,
  lines: readonly number[],
): { sheet: Sheet; units: Block } {
  const { outputs, normalization, activation } = layer;
  const sheet = `Layer ${name}`;
  const perLayer = normalization?.kind === 'layer';
  const heads = [
    'sum',
    ...(perLayer ? ['normalised'] : []),
    ...(activation === 'linear' ? [] : [activation]),
  ];
  const block = (k: number): Block => ({ sheet, from: k * outputs, count: outputs });
  const [sums, normed] = [block(0), block(1)];
  const before = perLayer ? normed : sums;
  const units = activation === 'linear' ? before : block(perLayer ? 2 : 1);
  const each = (formula: (k: number) => string): Cell[] =>
    Array.from({ length: outputs }, (_, k) => ({ formula: formula(k) }));
  const rows = lines.map((line) => [
    ...each((k) => sumFormula(layer, name, inputs, k, line)),
    ...(perLayer ? each((k) => layerNormFormula(name, sums, block(heads.length), k, line)) : []),
    ...(activation === 'linear' ? [] : each((k) => activationFormulas[activation](cellOf(before, k, line)))),
    ...(perLayer ? momentFormulas(sums, line).map((formula): Cell => ({ formula })) : []),
  ]);
  const header = heads.flatMap((head) => Array.from({ length: outputs }, (_, k) => `${head} ${k + 1}`));
  const moments = perLayer ? ['mean of the sums', 'their deviation'] : [];
  return { sheet: { name: sheet, rows: [[...header, ...moments], ...rows] }, units };
}

/** Of unit `k`: the weights' cells begin behind `numbersBefore`. */
function sumFormula(
  { inputs: count, normalization }: PortableLayer,
  name: string,
  inputs: Block,
  k: number,
  line: number,
): string {
  const own = (column: number) => `'Weights ${name}'!$${columnName(column)}$${k + 2}`;
  const weights = `${own(numbersBefore.length)}:$${columnName(numbersBefore.length + count - 1)}$${k + 2}`;
  const sum = `SUMPRODUCT(${rangeOf(inputs, line)},${weights})+${own(0)}`;
  if (normalization?.kind !== 'batch') return sum;
  return `(${sum}-${own(3)})/SQRT(${own(4)}+${literal(normalizationEpsilon)})*${own(1)}+${own(2)}`;
}

function momentFormulas(sums: Block, line: number): string[] {
  const range = rangeOf(sums, line);
  return [`AVERAGE(${range})`, `SQRT(VARP(${range})+${literal(normalizationEpsilon)})`];
}

/** @param moments the cells of momentFormulas */
function layerNormFormula(name: string, sums: Block, moments: Block, k: number, line: number): string {
  const own = (column: number) => `'Weights ${name}'!$${columnName(column)}$${k + 2}`;
  const [mean, deviation] = [0, 1].map((m) => cellOf(moments, m, line));
  return `(${cellOf(sums, k, line)}-${mean})/${deviation}*${own(1)}+${own(2)}`;
}

/** The targets' values or the probabilities of the classes, of one network. */
function answerSheet(output: PortableOutput, name: string, last: Block, lines: readonly number[]): Sheet {
  const rows = lines.map((line) =>
    answerFormulas(output, name, last, line).map((formula): Cell => ({ formula })),
  );
  const names = output.kind === 'numbers' ? output.targets.map((target) => target.name) : output.classes;
  const header =
    output.kind === 'multiclass'
      ? [...names, ...names.map((_, k) => `exponential ${k + 1}`), 'largest output', 'total']
      : names;
  return { name, rows: [header, ...rows] };
}

function answerFormulas(output: PortableOutput, name: string, last: Block, line: number): string[] {
  const outputs = Array.from({ length: last.count }, (_, k) => cellOf(last, k, line));
  if (output.kind === 'binary') {
    const [z] = outputs;
    return [`IF(${z}>=0,EXP((-1)*${z})/(1+EXP((-1)*${z})),1/(1+EXP(${z})))`, sigmoidFormula(z!)];
  }
  if (output.kind === 'numbers')
    return output.targets.map(
      ({ mean, scale }, k) =>
        `${output.exponential ? `EXP(${outputs[k]})` : outputs[k]}*${literal(scale)}+${literal(mean)}`,
    );
  const exponentials: Block = { sheet: name, from: last.count, count: last.count };
  const [largest, total] = [0, 1].map((k) =>
    cellOf({ sheet: name, from: 2 * last.count, count: 2 }, k, line),
  );
  return [
    ...outputs.map((_, k) => `${cellOf(exponentials, k, line)}/${total}`),
    ...outputs.map((z) => `EXP(${z}-${largest})`),
    `MAX(${rangeOf(last, line)})`,
    `SUM(${rangeOf(exponentials, line)})`,
  ];
}

function predictSheet(
  model: PortableModel,
  rows: readonly (number | string | null)[][],
  lists: Lists,
): Sheet {
  const { rawInputs, names, networks, output } = model;
  const own = rawInputs.length + (output.kind === 'numbers' ? 0 : 1);
  const probabilities: Block = { sheet: 'Predict', from: own, count: names.length };
  const formulas = (line: number) => {
    const label = labelFormula(output, probabilities, lists, line);
    const mean = names.map((_, k) => {
      const answers = networks.map((_, m) =>
        cellOf({ sheet: `Answer ${m + 1}`, from: 0, count: names.length }, k, line),
      );
      return answers.length === 1 ? answers[0]! : `AVERAGE(${answers.join(',')})`;
    });
    return [...label, ...mean].map((formula): Cell => ({ formula }));
  };
  const head =
    output.kind === 'numbers'
      ? names.map((name) => `prediction: ${name}`)
      : ['prediction', ...names.map((name) => `probability: ${name}`)];
  return {
    name: 'Predict',
    rows: [
      [...rawInputs.map(({ name }) => name), ...head],
      ...rows.map((row, i) => [...row, ...formulas(i + 2)]),
    ],
    inputs: rawInputs.length,
    lists: lists.choices(),
  };
}

/** The class that is predicted; the first of equally probable ones. */
function labelFormula(output: PortableOutput, probabilities: Block, lists: Lists, line: number): string[] {
  if (output.kind === 'numbers') return [];
  const classes = lists.at(null);
  if (output.kind === 'binary')
    return [
      `IF(${cellOf(probabilities, 1, line)}>${literal(output.threshold)},${classes.cell(1)},${classes.cell(0)})`,
    ];
  const range = rangeOf(probabilities, line);
  return [`INDEX(${classes.range},MATCH(MAX(${range}),${range},0))`];
}
