// A model -> one CSV file for each layer, a line for each unit, and a JSON file with all that is not a weight. Numbers are the shortest
// decimals that read back as the same float32. A name that a spreadsheet would compute gets an apostrophe.
import { stringify } from 'csv-stringify/sync';
import { inputNames, normalizationEpsilon } from '../../contract/model.ts';
import type { WrittenFile } from '../format.ts';
import { FormulaCells } from '../formulaCells.ts';
import { metadataOf } from '../modelMetadata.ts';
import type { PortableLayer, PortableModel } from '../portable/portableModel.ts';
import { shortestFloat32 } from '../shortest.ts';

/** What the JSON file says of a layer's table. */
export interface LayerTable {
  file: string;
  inputs: number;
  outputs: number;
  activation: string;
  norm?: { kind: 'batch' | 'layer'; epsilon: number };
}

/** The columns of a layer's table before the weights: those of the normalisation only where there is one. */
export function numbersBefore(norm: LayerTable['norm']): string[] {
  if (norm === undefined) return ['bias'];
  const own = ['norm.weight', 'norm.bias'];
  return ['bias', ...own, ...(norm.kind === 'batch' ? ['norm.running_mean', 'norm.running_var'] : [])];
}

export function writeTables(model: PortableModel, stem: string): WrittenFile[] {
  const networks = model.networks.map((layers, m) => {
    const prefix = model.networks.length === 1 ? stem : `${stem}-network-${m + 1}`;
    return layers.map((layer, i) => ({ layer, table: tableOf(layer, `${prefix}-layer-${i + 1}.csv`) }));
  });
  const tables = networks.flatMap((layers) =>
    layers.map(({ layer, table }, i) => {
      const inputs = i === 0 ? inputNames(model.model.preparation) : unitNames(layer.inputs);
      const units = i === layers.length - 1 ? outputNames(model, layer) : unitNames(layer.outputs);
      return textFile(table.file, 'text/csv', layerText(layer, table, inputs, units));
    }),
  );
  const content = Object.entries(metadataOf(model.model)).map(([key, text]) => [
    key,
    key === 'format' ? text : JSON.parse(text),
  ]);
  const description = {
    ...Object.fromEntries(content),
    formula,
    inputNames: inputNames(model.model.preparation),
    networks: networks.map((layers) => layers.map(({ table }) => table)),
  };
  return [
    ...tables,
    textFile(`${stem}.json`, 'application/json', `${JSON.stringify(description, null, 1)}\n`),
  ];
}

const formula =
  'Each line of a table is a unit: activation(norm(bias + the sum of its weights times the inputs)). An ensemble is the mean of its networks. docs/model-format.md says how columns become inputs and what outputs mean.';

function tableOf({ inputs, outputs, activation, normalization }: PortableLayer, file: string): LayerTable {
  const norm = normalization && { kind: normalization.kind, epsilon: normalizationEpsilon };
  return { file, inputs, outputs, activation, ...(norm && { norm }) };
}

const unitNames = (count: number) => Array.from({ length: count }, (_, k) => `unit ${k + 1}`);

/** A network of two classes has one output, for the second one. */
function outputNames({ names }: PortableModel, { outputs }: PortableLayer): string[] {
  return outputs === names.length ? names : names.slice(-outputs);
}

function layerText(
  { inputs, weight, bias, normalization }: PortableLayer,
  { norm }: LayerTable,
  inputColumns: readonly string[],
  units: readonly string[],
): string {
  const formulas = new FormulaCells();
  const { gamma, beta, mean, variance } = normalization ?? {};
  const before = [bias, gamma, beta, mean, variance].filter((numbers) => numbers !== undefined);
  const header = ['unit', ...numbersBefore(norm), ...inputColumns].map((name) => formulas.cell(name));
  const lines = units.map((unit, k) => {
    const numbers = [...before.map((each) => each[k]!), ...weight.subarray(k * inputs, (k + 1) * inputs)];
    return [formulas.cell(unit), ...numbers.map(shortestFloat32)];
  });
  return stringify([header, ...lines], { record_delimiter: '\n' });
}

function textFile(name: string, type: string, text: string): WrittenFile {
  return { name, type, bytes: new TextEncoder().encode(text) };
}
