// The network of a spec once the table has fixed its inputs and outputs: every layer's width and activation, and their cost. The
// output layer is linear for the engine, because losses are computed from logits; on screens its activation is the one that turns
// logits into the prediction.
import { type LayerSpec, newLayer } from '../contract/spec/layers.ts';
import type { RunSpec } from '../contract/spec/spec.ts';

export interface Network {
  inputs: number;
  /** Output layer last. */
  layers: LayerSpec[];
}

export function networkOf(spec: RunSpec, inputs: number, outputs: number): Network {
  return {
    inputs,
    layers: [...spec.model.layers, newLayer(outputs, 'linear', spec.model.output)],
  };
}

/** What turns the output layer's logits into the values that a person sees. */
export function outputActivation({ data, training }: RunSpec): 'linear' | 'exp' | 'sigmoid' | 'softmax' {
  if (data.task === 'regression') return training.loss === 'poisson' ? 'exp' : 'linear';
  return data.task === 'binary' ? 'sigmoid' : 'softmax';
}

export interface LayerShape {
  inputs: number;
  units: number;
  /** Everything that is learned: weights, biases, and gamma and beta of a normalisation. */
  parameters: number;
}

export function layerShapes(network: Network): LayerShape[] {
  let inputs = network.inputs;
  return network.layers.map(({ units, bias, normalization }) => {
    const vectors = (bias ? 1 : 0) + (normalization === 'none' ? 0 : 2);
    const shape = { inputs, units, parameters: inputs * units + vectors * units };
    inputs = units;
    return shape;
  });
}
