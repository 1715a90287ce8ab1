// A model as the writers of formats read it: raw values in, the layers of each network with their activations, and what the outputs mean.
// Everything is computed in this order: raw values -> inputs (docs/model-format.md, "preparation") -> each network -> the user's values
// or probabilities of each network -> their mean.
import { type LayerWeights, type Model, outputCount, type TargetPreparation } from '../../contract/model.ts';
import type { Activation } from '../../contract/spec/layers.ts';
import type { PortableTraining } from './portableTraining.ts';
import { type RawInput, rawInputsOf } from './rawInputs.ts';

/** z = x weightᵀ + bias; then the normalisation, if there is one; then the activation. */
export interface PortableLayer extends LayerWeights {
  /** The output layer's is linear: what follows it is in `PortableOutput`. */
  activation: Activation;
}

export type PortableOutput =
  /** `value = (exponential ? exp(output) : output) * scale + mean`, one for each target. */
  | { kind: 'numbers'; targets: { name: string; mean: number; scale: number }[]; exponential: boolean }
  /** One output: its sigmoid is the probability of `classes[1]`, which is predicted above `threshold`. */
  | { kind: 'binary'; classes: string[]; threshold: number }
  /** One output for each class; softmax gives the probabilities, the largest is predicted, the first of equal ones. */
  | { kind: 'multiclass'; classes: string[] };

export interface PortableModel {
  /** The whole model, for formats that carry spec, scores or calibration too. */
  model: Model;
  rawInputs: RawInput[];
  /** At least one; an ensemble's answers or probabilities are averaged. */
  networks: PortableLayer[][];
  output: PortableOutput;
  /** Only where a format repeats the training, and the run's table is at hand. */
  training?: PortableTraining;
  /** What the networks put out for a row before they are averaged: targets or classes. */
  names: string[];
}

export function portableModel(model: Model): PortableModel {
  const { preparation } = model;
  const output = outputOf(preparation.target, model.threshold ?? 0.5);
  return {
    model,
    rawInputs: rawInputsOf(preparation),
    networks: model.members.map((layers) => portableLayers(model, layers)),
    output,
    names: output.kind === 'numbers' ? output.targets.map(({ name }) => name) : output.classes,
  };
}

function portableLayers({ spec }: Model, layers: readonly LayerWeights[]): PortableLayer[] {
  return layers.map((layer, i) => ({ ...layer, activation: spec.model.layers[i]?.activation ?? 'linear' }));
}

function outputOf(target: TargetPreparation, threshold: number): PortableOutput {
  if (target.kind === 'numeric') {
    const targets = target.columns.map(({ name, mean, scale }) => ({ name, mean, scale }));
    return { kind: 'numbers', targets, exponential: target.link === 'log' };
  }
  const { classes } = target;
  return outputCount(target) === 1 ? { kind: 'binary', classes, threshold } : { kind: 'multiclass', classes };
}
