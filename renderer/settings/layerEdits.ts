// Edits of a network's layers; each returns a new spec. The weight initialisation follows the activation function unless a person
// chose another one.

import { limits } from '../../app/contract/limits.ts';
import {
  type Activation,
  type LayerSpec,
  type ModelSpec,
  newLayer,
  type OutputSpec,
  usualInitializer,
} from '../../app/contract/spec/layers.ts';
import type { RunSpec } from '../../app/contract/spec/spec.ts';

function withLayers(spec: RunSpec, layers: LayerSpec[]): RunSpec {
  return { ...spec, model: { ...spec.model, layers } };
}

export function changeLayer(spec: RunSpec, index: number, change: Partial<LayerSpec>): RunSpec {
  return withLayers(
    spec,
    spec.model.layers.map((layer, i) => (i === index ? { ...layer, ...change } : layer)),
  );
}

export function changeOutput(spec: RunSpec, change: Partial<OutputSpec>): RunSpec {
  return { ...spec, model: { ...spec.model, output: { ...spec.model.output, ...change } } };
}

export function changeActivation(spec: RunSpec, index: number, activation: Activation): RunSpec {
  const layer = spec.model.layers[index];
  if (!layer) return spec;
  const usual = layer.initializer === usualInitializer(layer.activation);
  const initializer = usual ? usualInitializer(activation) : layer.initializer;
  return changeLayer(spec, index, { activation, initializer });
}

/** Switches a layer off or on; its settings stay. */
export function switchLayer(spec: RunSpec, index: number): RunSpec {
  const layers = spec.model.layers.map(({ off, ...layer }, i) =>
    (i === index) === Boolean(off) ? layer : { ...layer, off: true },
  );
  return withLayers(spec, layers);
}

/** Inserts a layer before `index`: a copy of the layer above or, first, below it, or 16 ReLU units in an empty network. */
export function insertLayer(spec: RunSpec, index: number): RunSpec {
  const { layers } = spec.model;
  if (layers.length >= limits.layers.max) return spec;
  const neighbour = layers[index - 1] ?? layers[index];
  const { off: _, ...layer }: LayerSpec = neighbour ?? newLayer(16, 'relu');
  return withLayers(spec, [...layers.slice(0, index), layer, ...layers.slice(index)]);
}

/** Inserts a copy of a layer below it. */
export function duplicateLayer(spec: RunSpec, index: number): RunSpec {
  const { layers } = spec.model;
  const layer = layers[index];
  if (!layer || layers.length >= limits.layers.max) return spec;
  return withLayers(spec, [...layers.slice(0, index + 1), { ...layer }, ...layers.slice(index + 1)]);
}

/** @param to the layer's index after the move. */
export function moveLayer(spec: RunSpec, from: number, to: number): RunSpec {
  const layers = [...spec.model.layers];
  const [layer] = layers.splice(from, 1);
  if (!layer || to < 0 || to > layers.length) return spec;
  layers.splice(to, 0, layer);
  return withLayers(spec, layers);
}

/** Replaces only the network. */
export function replaceModel(spec: RunSpec, model: ModelSpec): RunSpec {
  return { ...spec, model };
}

export function removeLayer(spec: RunSpec, index: number): RunSpec {
  return withLayers(
    spec,
    spec.model.layers.filter((_, i) => i !== index),
  );
}

/** One hidden layer with so many units, or none. Weights set by hand fit no other shape, so the initial weights are drawn from the seed. */
export function withHiddenUnits(spec: RunSpec, units: number): RunSpec {
  const { initialWeights: _, ...model } = spec.model;
  const before = model.layers.find(({ off }) => !off) ?? newLayer(units, 'tanh');
  return { ...spec, model: { ...model, layers: units === 0 ? [] : [{ ...before, units }] } };
}
