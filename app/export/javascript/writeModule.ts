// A model -> one ES module without dependencies, typed by JSDoc: `predict({column: value, ...})`, and `check()` on the golden rows.
import { inputNames } from '../../contract/model.ts';
import type { WrittenFile } from '../format.ts';
import type { PortableLayer, PortableModel } from '../portable/portableModel.ts';
import { preparationSteps } from '../portable/preparationSteps.ts';
import { refuseManyParameters } from '../portable/refusals.ts';
import { inputFacts } from './inputFacts.ts';
import { jsString, jsValue } from './jsText.ts';
import { moduleRuntime } from './moduleRuntime.ts';

/** As text, some 50 MB. */
const mostParameters = 5_000_000;
const exportLine = 'export { inputs, outputs, predict, predictNumbers, margin, intervals, check };\n';

/** Throws AppError export_unsuited. */
export function writeModule(model: PortableModel, stem: string): WrittenFile[] {
  refuseManyParameters(model, 'A JavaScript module', mostParameters, 'since it holds them as text');
  const text = `${headText(model, stem)}${moduleText(model)}\n${exportLine}`;
  return [{ name: `${stem}.mjs`, type: 'text/javascript', bytes: new TextEncoder().encode(text) }];
}

/** All but the head and the exports. */
export function moduleText(model: PortableModel): string {
  const { calibration = null, goldenRows } = model.model;
  const golden = goldenRows ?? { values: [], predictions: [] };
  const lines = [
    `/** The columns that it reads, in order. @type {Input[]} */\nconst inputs = ${listed(inputFacts(model))};`,
    `/** What it predicts: targets, or classes. @type {string[]} */\nconst outputs = ${jsValue(model.names)};`,
    `/** @type {Step[]} */\nconst steps = ${listed(preparationSteps(model.model.preparation))};`,
    `const inputCount = ${inputNames(model.model.preparation).length};`,
    `/** @type {Layer[][]} */\nconst networks = ${listed(model.networks.map((layers) => layers.map(layerValue)))};`,
    `const output = /** @type {Output} */ (${jsValue(model.output)});`,
    `/** @type {{ rows: number, ranks: number[], scores: number[][] } | null} */\nconst calibration = ${jsValue(calibration)};`,
    `/** @type {{ values: (number | string | null)[][], predictions: number[][] }} */\nconst golden = { values: ${listed(golden.values)}, predictions: ${listed(golden.predictions)} };`,
  ];
  return `${lines.join('\n\n')}\n${moduleRuntime}`;
}

const listed = (values: readonly unknown[]) =>
  `[\n${values.map((value) => `  ${jsValue(value)},\n`).join('')}]`;

function layerValue({ inputs, outputs, weight, bias, normalization, activation }: PortableLayer) {
  const { kind: _, ...norm } = normalization ?? { kind: null };
  return { inputs, outputs, activation, weight, bias, ...(normalization === undefined ? {} : { norm }) };
}

function headText({ rawInputs, output, names, networks }: PortableModel, stem: string): string {
  const row = rawInputs.map(
    ({ kind, name }) =>
      ` *   ${jsString(name)}: ${kind === 'number' ? 'number | null' : 'string | boolean | null'},\n`,
  );
  const named = (values: readonly string[]) => values.map((name) => `${jsString(name)}: number`).join(', ');
  const prediction =
    output.kind === 'numbers'
      ? `{ values: { ${named(names)} } }`
      : `{ prediction: ${names.map(jsString).join(' | ')}, probabilities: { ${named(names)} } }`;
  return `// A model that Chainrule trained${networks.length > 1 ? `, the mean of ${networks.length} networks` : ''}, without dependencies:
//   import { predict, check } from ${jsString(`./${stem}.mjs`)};
// predict({ column: value, ... }): numbers, texts of categories, null for a missing value. check() predicts the golden rows.
// intervals(predictNumbers([...]), 0.9): what holds the truth in nine of ten rows.

/**
 * @typedef {{
${row.join('')} * }} Row
 * @typedef {${prediction}} Prediction
 * @typedef {{ name: string, kind: 'number' | 'category', unit?: string, levels?: string[], min?: number, max?: number, typical: number | string, column?: string, part?: string }} Input
 * @typedef {{ raw: number, levels: string[] | null }} RawNumber
 * @typedef {RawNumber & { kind: 'number', at: number, name: string, fill: number, log: boolean, mean: number, scale: number, limit: number }
 *   | { kind: 'missing', at: number, name: string, of: RawNumber[] }
 *   | { kind: 'levels', at: number, name: string, raw: number, levels: string[], others: boolean }} Step
 * @typedef {{ kind: 'numbers', targets: { name: string, mean: number, scale: number }[], exponential: boolean }
 *   | { kind: 'binary', classes: string[], threshold: number }
 *   | { kind: 'multiclass', classes: string[] }} Output
 * @typedef {{ gamma: Float32Array, beta: Float32Array, mean?: Float32Array, variance?: Float32Array }} Norm
 * @typedef {{ inputs: number, outputs: number, activation: string, weight: Float32Array, bias: Float32Array, norm?: Norm }} Layer
 */

`;
}
