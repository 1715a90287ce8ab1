// The network a spec describes once the table has fixed its ends: every layer's width and activation, and
// what they cost. The output layer is linear for the engine, because losses are computed from logits; what
// a person is shown there is the activation that turns logits into the answer.
import { type LayerSpec, newLayer } from '../contract/layers.ts';
import type { OptimizerType } from '../contract/optimizers.ts';
import type { RunSpec } from '../contract/spec.ts';
import type { Task } from '../contract/task.ts';

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

/** What the output layer's logits go through before a person sees them. */
export const outputActivation: Record<Task, 'linear' | 'sigmoid' | 'softmax'> = {
  regression: 'linear',
  binary: 'sigmoid',
  multiclass: 'softmax',
};

export interface LayerShape {
  inputs: number;
  units: number;
  parameters: number;
}

export function layerShapes(network: Network): LayerShape[] {
  let inputs = network.inputs;
  return network.layers.map(({ units }) => {
    const shape = { inputs, units, parameters: inputs * units + units };
    inputs = units;
    return shape;
  });
}

/** Copies of each parameter that an optimizer keeps beside weight, gradient and best weight. */
const slotsOf: Record<OptimizerType, number> = {
  sgd: 0,
  momentum: 1,
  nesterov: 1,
  adaGrad: 1,
  rmsProp: 3,
  adaDelta: 2,
  adam: 2,
  adamW: 2,
  amsGrad: 3,
  nAdam: 2,
  rAdam: 2,
  adaMax: 2,
  rProp: 2,
  lbfgs: 24,
};
/** Rows that are in flight per layer when a whole part is scored at once. */
const rowsInFlight = 1024;

/**
 * Bytes a training needs: every parameter as weight, gradient, best and last checkpoint, the optimizer's slots, the
 * activations of the rows in flight, and the matrices of `rows` rows (once here, once in the engine).
 */
export function trainingMemory(network: Network, spec: RunSpec, rows: number): number {
  const shapes = layerShapes(network);
  const parameters = shapes.reduce((sum, shape) => sum + shape.parameters, 0);
  const units = shapes.reduce((sum, shape) => sum + shape.units, 0);
  const { batchSize, optimizer } = spec.training;
  const batch = batchSize === 'full' ? Math.min(rows, rowsInFlight) : Math.min(batchSize, rows);
  const outputs = shapes[shapes.length - 1]?.units ?? 0;
  const slots = slotsOf[optimizer.type];
  return (
    4 *
    (parameters * (4 + 2 * slots) +
      2 * batch * (units + network.inputs) +
      2 * rows * (network.inputs + outputs))
  );
}
