// One network of a model as C: its numbers as arrays, and a function that runs its layers.
import { normalizationEpsilon } from '../../contract/model.ts';
import type { PortableLayer } from '../portable/portableModel.ts';
import { functionNames } from './cFunctions.ts';
import { array, double, float } from './cText.ts';

/** @param m which network, from 1. The function is `@_network_<m>(inputs, outputs)`. */
export function networkText(layers: readonly PortableLayer[], m: number): string {
  const widest = Math.max(...layers.map(({ outputs }) => outputs));
  const [first, last] = [layers[0]!, layers.at(-1)!];
  const lines = layers.flatMap((layer, i) => layerLines(layer, `${m}_${i + 1}`, i, layers.length));
  const hidden = ['a', 'b'].slice(0, layers.length - 1).map((name) => `double ${name}[${widest}];`);
  return [
    ...layers.map((layer, i) => layerArrays(layer, `${m}_${i + 1}`)),
    `static inline void @_network_${m}(const double inputs[${first.inputs}], double outputs[${last.outputs}])`,
    '{',
    ...[...hidden, ...lines].map((line) => `    ${line}`),
    '}\n',
  ].join('\n');
}

function layerArrays({ inputs, outputs, weight, bias, normalization }: PortableLayer, name: string): string {
  const floats = (what: string, numbers: Float32Array) =>
    array('float', `@_${what}_${name}`, Array.from(numbers, float));
  const own = normalization && [
    floats('gamma', normalization.gamma),
    floats('beta', normalization.beta),
    ...(normalization.mean === undefined ? [] : [floats('mean', normalization.mean)]),
    ...(normalization.variance === undefined ? [] : [floats('variance', normalization.variance)]),
  ];
  const about = `/* Layer ${name.replace('_', '.')}: ${outputs} rows of ${inputs} weights, then ${outputs} biases. */`;
  return [about, floats('weight', weight), floats('bias', bias), ...(own ?? [])].join('\n').trimEnd();
}

/** Layers read a and write b, then the other way round; the first reads the inputs, the last writes the outputs. */
function layerLines(layer: PortableLayer, name: string, i: number, count: number): string[] {
  const { inputs, outputs, activation, normalization } = layer;
  const from = i === 0 ? 'inputs' : i % 2 === 1 ? 'a' : 'b';
  const to = i === count - 1 ? 'outputs' : i % 2 === 0 ? 'a' : 'b';
  const lines = [`@_dense(${from}, ${inputs}, @_weight_${name}, @_bias_${name}, ${to}, ${outputs});`];
  if (normalization !== undefined) {
    const numbers =
      normalization.kind === 'batch' ? ['gamma', 'beta', 'mean', 'variance'] : ['gamma', 'beta'];
    const names = numbers.map((what) => `@_${what}_${name}`).join(', ');
    lines.push(`@_${normalization.kind}_norm(${to}, ${outputs}, ${names});`);
  }
  if (activation !== 'linear')
    lines.push(`for (int k = 0; k < ${outputs}; k++) ${to}[k] = @_${functionNames[activation]}(${to}[k]);`);
  return lines;
}

export const epsilonText = double(normalizationEpsilon);
