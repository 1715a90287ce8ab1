// Edits of a network's layers, each a new spec. What starts weights well follows from the activation, unless a person
// chose otherwise.
import { type Activation, type LayerSpec, newLayer, usualInitializer } from '../../../app/contract/layers.ts';
import { limits } from '../../../app/contract/limits.ts';
import type { RunSpec } from '../../../app/contract/spec.ts';

function withLayers(spec: RunSpec, layers: LayerSpec[]): RunSpec {
  return { ...spec, model: { ...spec.model, layers } };
}

export function changeLayer(spec: RunSpec, index: number, change: Partial<LayerSpec>): RunSpec {
  return withLayers(
    spec,
    spec.model.layers.map((layer, i) => (i === index ? { ...layer, ...change } : layer)),
  );
}

export function changeActivation(spec: RunSpec, index: number, activation: Activation): RunSpec {
  const layer = spec.model.layers[index];
  if (!layer) return spec;
  const usual = layer.initializer === usualInitializer(layer.activation);
  const initializer = usual ? usualInitializer(activation) : layer.initializer;
  return changeLayer(spec, index, { activation, initializer });
}

/** A new layer before `index`, as its neighbour is but not wider than 16 where there is none. */
export function insertLayer(spec: RunSpec, index: number): RunSpec {
  const { layers } = spec.model;
  if (layers.length >= limits.layers.max) return spec;
  const neighbour = layers[index - 1] ?? layers[index];
  const layer: LayerSpec = neighbour ? { ...neighbour } : newLayer(16, 'relu');
  return withLayers(spec, [...layers.slice(0, index), layer, ...layers.slice(index)]);
}

export function removeLayer(spec: RunSpec, index: number): RunSpec {
  return withLayers(
    spec,
    spec.model.layers.filter((_, i) => i !== index),
  );
}
