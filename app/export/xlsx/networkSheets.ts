// The sheets of one network: of each layer the weights, a line for each unit, and the units, a line for each row of data.
import { normalizationEpsilon } from '../../contract/model.ts';
import type { PortableLayer } from '../portable/portableModel.ts';
import { type Block, cellOf, rangeOf } from './blocks.ts';
import { activationFormulas, literal } from './formulas.ts';
import { type Cell, columnName, type Sheet } from './workbook.ts';

const numbersBefore = ['bias', 'gamma', 'beta', 'running mean', 'running variance'];

export function networkSheets(layers: readonly PortableLayer[], m: number, lines: readonly number[]) {
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
