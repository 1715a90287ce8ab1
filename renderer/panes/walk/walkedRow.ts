// One row's walk with what its picture needs: the drawn units, the followed unit of each layer, and the units' names.

import type { Plan } from '../../../app/contract/model.ts';
import { type BackwardOperations, backwardOperations } from '../../../app/contract/run/backwardOperations.ts';
import type { Walk } from '../../../app/contract/run/walk.ts';
import type { RunSpec } from '../../../app/contract/spec/spec.ts';
import type { Head, WalkedShape } from './walkSteps.ts';

/** Most units of a layer that are drawn. Of a larger layer: the followed one and those with the largest |activation x gradient|
 *  (outputs: the true class and the largest predictions). */
export const mostDrawn = 12;

export interface Walked {
  walk: Walk;
  spec: RunSpec;
  /** Plan of the run's data; null where this page does not know it. */
  plan: Plan | null;
  shape: WalkedShape;
  /** Predictions: the logits after softmax, sigmoid or exp, or as they are in linear regression. */
  predictions: number[];
  /** Columns of the picture, the inputs first. */
  columns: WalkColumn[];
}
export interface WalkColumn {
  units: number;
  /** Indices of the drawn units, ascending. */
  shown: number[];
  followed: number;
  names: string[];
}

export function walkedOf(
  walk: Walk,
  spec: RunSpec,
  plan: Plan | null,
  follow: ReadonlyMap<number, number>,
): Walked {
  const hidden = walk.layers.slice(0, -1);
  const shape = {
    head: headOf(spec),
    layers: hidden.map(({ normalization }, k) => ({
      activation: spec.model.layers[k]?.activation ?? 'linear',
      normalized: normalization !== null,
    })),
  };
  const predictions = predictionsOf(walk.layers.at(-1)?.z ?? [], shape.head);
  const columns = [
    columnOf(
      inputGradients(walk),
      walk.inputs.map(({ name }) => name),
      follow.get(0),
    ),
    ...hidden.map(({ a, dA }, k) => {
      const names = a.map((_, unit) => (hidden.length === 1 ? `h${unit + 1}` : `h${k + 1}.${unit + 1}`));
      return columnOf(
        a.map((value, unit) => Math.abs(value * dA[unit]!)),
        names,
        follow.get(k + 1),
      );
    }),
    outputColumn(walk, spec, plan, predictions, follow.get(hidden.length + 1)),
  ];
  return { walk, spec, plan, shape, predictions, columns };
}

export function headOf({ data, training }: RunSpec): Head {
  if (data.task === 'regression') return training.loss === 'poisson' ? 'exp' : 'linear';
  return data.task === 'binary' ? 'sigmoid' : 'softmax';
}

/** What a person sees of the logits of the output layer. */
export function predictionsOf(z: readonly number[], head: Head): number[] {
  if (head === 'linear') return [...z];
  if (head === 'exp') return z.map(Math.exp);
  if (head === 'sigmoid') return z.map((value) => 1 / (1 + Math.exp(-value)));
  const most = Math.max(...z);
  const powers = z.map((value) => Math.exp(value - most));
  const sum = powers.reduce((all, power) => all + power, 0);
  return powers.map((power) => power / sum);
}

/** |input times its gradient| for each input. */
function inputGradients({ inputs, layers: [first] }: Walk): number[] {
  return inputs.map(({ value }, i) =>
    Math.abs(value * (first?.dZ.reduce((sum, d, unit) => sum + d * first.weight[unit]![i]!, 0) ?? 0)),
  );
}

function outputColumn(
  walk: Walk,
  { data }: RunSpec,
  plan: Plan | null,
  predictions: readonly number[],
  follow: number | undefined,
): WalkColumn {
  const named = plan?.outputs ?? [];
  // A binary network's one output stands for the second class.
  const names = predictions.map((_, k) => (data.task === 'binary' ? named[1] : named[k]) ?? `${k + 1}`);
  const truth = data.task === 'multiclass' ? walk.target[0]! : 0;
  const weight = predictions.map((prediction, k) =>
    k === truth ? Number.POSITIVE_INFINITY : Math.abs(prediction),
  );
  return columnOf(weight, names, follow ?? truth);
}

function columnOf(weight: readonly number[], names: string[], follow: number | undefined): WalkColumn {
  const order = [...weight.keys()].sort((a, b) => weight[b]! - weight[a]! || a - b);
  const followed = follow ?? order[0] ?? 0;
  const shown = [followed, ...order.filter((unit) => unit !== followed)].slice(0, mostDrawn);
  return { units: weight.length, shown: shown.sort((a, b) => a - b), followed, names };
}

/** A layer's inputs: the network's inputs, or the activations of the layer before. */
export function flowInto({ walk }: Walked, layer: number): number[] {
  return layer === 0 ? walk.inputs.map(({ value }) => value) : walk.layers[layer - 1]!.a;
}

export function parametersOf({ walk }: Walked, biases: readonly boolean[]): number {
  return walk.layers.reduce(
    (sum, { weight, z, normalization }, k) =>
      sum + z.length * ((weight[0]?.length ?? 0) + (biases[k] ? 1 : 0) + (normalization ? 2 : 0)),
    0,
  );
}

export function hasBias({ spec, walk }: Walked, layer: number): boolean {
  const said = layer === walk.layers.length - 1 ? spec.model.output : spec.model.layers[layer];
  return said?.bias ?? true;
}

/** Multiplications for all gradients: by back-propagation, with every gradient computed anew, and by central differences for each
 *  parameter. @param biases whether each layer has biases */
export function costsOf(
  { walk }: Walked,
  biases: readonly boolean[],
  parameters: number,
): BackwardOperations & { measured: number } {
  const products = walk.layers.map(({ weight }) => weight.length * (weight[0]?.length ?? 0));
  const forward = products.reduce((sum, count) => sum + count, 0);
  const widths = [walk.inputs.length, ...walk.layers.map(({ z }) => z.length)];
  return { ...backwardOperations(widths, biases), measured: 2 * parameters * forward };
}
