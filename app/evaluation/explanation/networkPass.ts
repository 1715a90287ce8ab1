// One row through a network in float64, and back: values, their change along a direction, and gradients with regard to the inputs.
// Dropout is off and batch normalisation uses its running statistics, as in a prediction. For explanations of single rows; the engine
// predicts tables.
import { type Floats, type LayerWeights, normalizationEpsilon } from '../../contract/model.ts';
import type { Activation } from '../../contract/spec/layers.ts';
import { type ActivationCurve, activationCurves } from './activationCurves.ts';

export interface NetworkLayer {
  weights: LayerWeights<Floats>;
  activation: Activation;
}

/** Units whose argument reaches 0 within this share of the path count as already beyond it. */
export const lookAhead = 1e-11;

/** A layer with its last results, one number per unit. */
export interface PassLayer {
  weights: LayerWeights<Floats>;
  curve: ActivationCurve;
  /** Argument of the activation, and its change along the direction. */
  argument: Float64Array;
  change: Float64Array;
  /** Which piece of an activation with a kink each unit is on. */
  active: Uint8Array;
  value: Float64Array;
  valueChange: Float64Array;
  /** What the argument is multiplied with on the way from the product of weights and inputs: of normalisation, else 1. */
  factor: Float64Array;
  /** Of layer normalisation: (z - mean) / deviation. */
  normalized: Float64Array | null;
}

export class NetworkPass {
  readonly layers: PassLayer[];
  readonly inputs: number;

  constructor(layers: readonly NetworkLayer[]) {
    this.inputs = layers[0]!.weights.inputs;
    this.layers = layers.map(({ weights, activation }) => {
      const vector = () => new Float64Array(weights.outputs);
      return {
        ...{ weights, curve: activationCurves[activation] },
        ...{ argument: vector(), change: vector(), value: vector(), valueChange: vector() },
        active: new Uint8Array(weights.outputs),
        factor: factorsOf(weights),
        normalized: weights.normalization?.kind === 'layer' ? vector() : null,
      };
    });
  }

  /** The network's outputs. With `along` also how they change along it, where no layer has layer normalisation; the pieces of activations
   *  are then those just ahead. */
  forward(inputs: Float64Array, along: Float64Array | null = null): Float64Array {
    let [x, dx] = [inputs, along];
    for (const layer of this.layers) {
      product(layer.weights, x, layer.argument, layer.weights.bias);
      if (dx !== null) product(layer.weights, dx, layer.change, null);
      normalize(layer, dx !== null);
      activate(layer, dx !== null);
      [x, dx] = [layer.value, dx === null ? null : layer.valueChange];
    }
    return x;
  }

  /** d(sum of `weights` times the outputs) / d(inputs), at the row of the last `forward`. */
  gradient(weights: Float64Array): Float64Array {
    const last = this.layers.length - 1;
    const { curve, argument, active } = this.layers[last]!;
    return this.#back(
      last,
      weights.map((weight, unit) => weight * curve.slope(argument[unit]!, active[unit] === 1)),
    );
  }

  /** d(argument of a unit) / d(inputs), likewise. */
  gradientOfUnit(layer: number, unit: number): Float64Array {
    const one = new Float64Array(this.layers[layer]!.weights.outputs);
    one[unit] = 1;
    return this.#back(layer, one);
  }

  /** @param dArgument derivatives with regard to the arguments of layer `from`; changed. */
  #back(from: number, dArgument: Float64Array): Float64Array {
    let d = dArgument;
    for (let index = from; ; index--) {
      const layer = this.layers[index]!;
      throughNormalization(layer, d);
      const dx = transposedProduct(layer.weights, d);
      if (index === 0) return dx;
      const { curve, argument, active } = this.layers[index - 1]!;
      for (let unit = 0; unit < dx.length; unit++)
        dx[unit]! *= curve.slope(argument[unit]!, active[unit] === 1);
      d = dx;
    }
  }
}

/** Batch normalisation is a fixed factor for each unit. */
function factorsOf({ outputs, normalization }: LayerWeights<Floats>): Float64Array {
  if (normalization?.kind !== 'batch') return new Float64Array(outputs).fill(1);
  const { gamma, variance } = normalization;
  return Float64Array.from(
    gamma,
    (value, unit) => value / Math.sqrt(variance![unit]! + normalizationEpsilon),
  );
}

function product(
  { weight, inputs }: LayerWeights<Floats>,
  x: Float64Array,
  to: Float64Array,
  bias: Floats | null,
) {
  for (let unit = 0; unit < to.length; unit++) {
    let sum = bias === null ? 0 : bias[unit]!;
    const start = unit * inputs;
    for (let i = 0; i < inputs; i++) sum += weight[start + i]! * x[i]!;
    to[unit] = sum;
  }
}

function transposedProduct({ weight, inputs }: LayerWeights<Floats>, d: Float64Array): Float64Array {
  const dx = new Float64Array(inputs);
  for (let unit = 0; unit < d.length; unit++) {
    const by = d[unit]!;
    if (by === 0) continue;
    const start = unit * inputs;
    for (let i = 0; i < inputs; i++) dx[i]! += by * weight[start + i]!;
  }
  return dx;
}

function normalize({ weights, argument, change, factor, normalized }: PassLayer, moving: boolean): void {
  const { normalization } = weights;
  if (normalization === undefined) return;
  const { gamma, beta, mean } = normalization;
  if (normalized === null) {
    for (let unit = 0; unit < argument.length; unit++) {
      argument[unit] = (argument[unit]! - mean![unit]!) * factor[unit]! + beta[unit]!;
      if (moving) change[unit]! *= factor[unit]!;
    }
    return;
  }
  if (moving) throw new Error('Layer normalisation does not change linearly along a path.');
  const average = meanOf(argument);
  const variance = meanOf(argument.map((z) => (z - average) ** 2));
  const inverse = 1 / Math.sqrt(variance + normalizationEpsilon);
  for (let unit = 0; unit < argument.length; unit++) {
    normalized[unit] = (argument[unit]! - average) * inverse;
    factor[unit] = inverse;
    argument[unit] = gamma[unit]! * normalized[unit]! + beta[unit]!;
  }
}

function meanOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

function activate({ curve, argument, change, active, value, valueChange }: PassLayer, moving: boolean): void {
  for (let unit = 0; unit < argument.length; unit++) {
    const x = argument[unit]!;
    const on = (moving ? x + change[unit]! * lookAhead : x) > 0;
    active[unit] = on ? 1 : 0;
    value[unit] = curve.value(x, on);
    if (moving) valueChange[unit] = change[unit]! * curve.slope(x, on);
  }
}

/** Turns derivatives with regard to the arguments into those with regard to weights * inputs + bias, in place. */
function throughNormalization({ weights, factor, normalized }: PassLayer, d: Float64Array): void {
  if (normalized === null) {
    for (let unit = 0; unit < d.length; unit++) d[unit]! *= factor[unit]!;
    return;
  }
  const { gamma } = weights.normalization!;
  for (let unit = 0; unit < d.length; unit++) d[unit]! *= gamma[unit]!;
  const average = meanOf(d);
  const along = meanOf(d.map((value, unit) => value * normalized[unit]!));
  for (let unit = 0; unit < d.length; unit++)
    d[unit] = factor[unit]! * (d[unit]! - average - normalized[unit]! * along);
}
