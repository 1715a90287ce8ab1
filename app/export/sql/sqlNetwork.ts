// The layers of a network as steps of a query: products and sums, then the normalisation, then the activation.
import { normalizationEpsilon } from '../../contract/model.ts';
import type { Activation } from '../../contract/spec/layers.ts';
import type { PortableLayer } from '../portable/portableModel.ts';
import type { Column, SqlSteps } from './sqlSteps.ts';
import { number, sum } from './sqlText.ts';

/** exp(x) - 1 and the like lose 1e-16 in absolute terms, which no prediction notices. Arguments of exp stay where it is finite. */
export const sqlActivations: Record<Exclude<Activation, 'gelu'>, (x: string) => string> = {
  linear: (x) => x,
  step: (x) => `CASE WHEN ${x} > 0e0 THEN 1e0 ELSE 0e0 END`,
  sigmoid: (x) => sigmoidOf(x),
  tanh: (x) => tanhOf(x, `${x}`),
  relu: (x) => `CASE WHEN ${x} > 0e0 THEN ${x} ELSE 0e0 END`,
  leakyRelu: (x) => `CASE WHEN ${x} > 0e0 THEN ${x} ELSE 1e-2 * ${x} END`,
  elu: (x) => `CASE WHEN ${x} > 0e0 THEN ${x} ELSE exp(${x}) - 1e0 END`,
  selu: (x) =>
    `1.0507009873554805e0 * CASE WHEN ${x} > 0e0 THEN ${x} ELSE 1.6732632423543772e0 * (exp(${x}) - 1e0) END`,
  geluTanh: (x) =>
    `5e-1 * ${x} * (1e0 + ${tanhOf(x, `(7.978845608028654e-1 * ${x} * (1e0 + 4.4715e-2 * ${x} * ${x}))`)})`,
  silu: (x) => `${x} * ${sigmoidOf(x)}`,
  softplus: (x) =>
    `CASE WHEN ${x} > 2e1 THEN ${x} WHEN ${x} > 0e0 THEN ${x} + ln(1e0 + exp(-${x})) ELSE ln(1e0 + exp(${x})) END`,
  softsign: (x) => `${x} / (1e0 + abs(${x}))`,
};

export const sigmoidOf = (x: string) =>
  `CASE WHEN ${x} >= 0e0 THEN 1e0 / (1e0 + exp(-${x})) ELSE exp(${x}) / (1e0 + exp(${x})) END`;

/** tanh(u), where u has the sign of x. */
const tanhOf = (x: string, u: string) =>
  `CASE WHEN ${x} >= 0e0 THEN (1e0 - exp(-2e0 * ${u})) / (1e0 + exp(-2e0 * ${u})) ELSE (exp(2e0 * ${u}) - 1e0) / (exp(2e0 * ${u}) + 1e0) END`;

/** Adds the steps of one network; its last one has the outputs `y0`, `y1`, ... @param from has the inputs `x0`, ... */
export function addNetwork(
  steps: SqlSteps,
  layers: readonly PortableLayer[],
  name: string,
  from: string,
): string {
  let [source, reads] = [from, 'x'];
  for (const [i, layer] of layers.entries()) {
    source = addLayer(steps, layer, `${name}_${i + 1}`, source, reads);
    reads = 'y';
  }
  return source;
}

function addLayer(steps: SqlSteps, layer: PortableLayer, name: string, from: string, reads: string): string {
  const { inputs, outputs, weight, bias, normalization, activation } = layer;
  const units = (expression: (k: number) => string, letter: string): Column[] =>
    Array.from({ length: outputs }, (_, k) => ({ name: `${letter}${k}`, expression: expression(k) }));
  const product = (k: number) => {
    const terms = Array.from(
      { length: inputs },
      (_, i) => `${number(weight[k * inputs + i]!)} * ${reads}${i}`,
    );
    return sum([number(bias[k]!), ...terms]);
  };
  let source = steps.add(`${name}_sums`, units(product, 'z'), from);
  if (normalization !== undefined) source = addNormalization(steps, normalization, outputs, name, source);
  if (activation === 'gelu') throw new Error('SQL has no error function.');
  const formula = sqlActivations[activation];
  return steps.add(
    `${name}_units`,
    units((k) => formula(`z${k}`), 'y'),
    source,
  );
}

type Normalization = NonNullable<PortableLayer['normalization']>;

function addNormalization(
  steps: SqlSteps,
  normalization: Normalization,
  outputs: number,
  name: string,
  from: string,
): string {
  const { gamma, beta, mean, variance } = normalization;
  const all = Array.from({ length: outputs }, (_, k) => `z${k}`);
  const kept = all.map((z) => ({ name: z, expression: z }));
  const normalised = (k: number, center: string, root: string) =>
    `(z${k} - ${center}) / ${root} * ${number(gamma[k]!)} + ${number(beta[k]!)}`;
  if (mean !== undefined && variance !== undefined) {
    const columns = all.map((z, k) => ({
      name: z,
      expression: normalised(k, number(mean[k]!), number(Math.sqrt(variance[k]! + normalizationEpsilon))),
    }));
    return steps.add(`${name}_norm`, columns, from);
  }
  const center = steps.add(
    `${name}_mean`,
    [...kept, { name: 'mean', expression: `(${sum(all)}) / ${number(outputs)}` }],
    from,
  );
  const squares = all.map((z) => `(${z} - mean) * (${z} - mean)`);
  const root = `sqrt((${sum(squares)}) / ${number(outputs)} + ${number(normalizationEpsilon)})`;
  const spread = steps.add(
    `${name}_deviation`,
    [...kept, { name: 'mean', expression: 'mean' }, { name: 'root', expression: root }],
    center,
  );
  return steps.add(
    `${name}_norm`,
    all.map((z, k) => ({ name: z, expression: normalised(k, 'mean', 'root') })),
    spread,
  );
}
