// The layers of a network: dense -> normalisation -> activation -> dropout, in this order. The formulas are the
// engine's (native/kernels/layers/activations.inl); names and constants are PyTorch's.
import { z } from 'zod';
import { limits } from '../limits.ts';
import { type InitialLayer, initialWeightsSchema, unitsEqual } from './initialWeights.ts';
import { meanings } from './settings.ts';

export const activations = [
  'linear',
  'step',
  'sigmoid',
  'tanh',
  'relu',
  'leakyRelu',
  'elu',
  'selu',
  'gelu',
  'geluTanh',
  'silu',
  'softplus',
  'softsign',
] as const;
export const activationSchema = z.enum(activations);
export type Activation = z.infer<typeof activationSchema>;

const activationsMean: Readonly<Record<Activation, string>> = {
  linear: 'x',
  step: '1 where x > 0, else 0; its derivative is 0 everywhere, so nothing before it learns',
  sigmoid: '1 / (1 + exp(-x))',
  tanh: 'hyperbolic tangent of x',
  relu: 'x where x > 0, else 0',
  leakyRelu: 'x where x > 0, else 0.01 * x',
  elu: 'x where x > 0, else exp(x) - 1',
  selu: '1.0507 * x where x > 0, else 1.0507 * 1.6733 * (exp(x) - 1): keeps mean 0 and variance 1',
  gelu: 'x * P(x), P the distribution function of the standard normal distribution',
  geluTanh: "gelu by PyTorch's approximation with tanh",
  silu: 'x * sigmoid(x)',
  softplus: 'ln(1 + exp(x))',
  softsign: 'x / (1 + |x|)',
};

export const initializers = [
  'zeros',
  'constant',
  'uniform',
  'normal',
  'glorotUniform',
  'glorotNormal',
  'heUniform',
  'heNormal',
  'lecunUniform',
  'lecunNormal',
] as const;
export const initializerSchema = z.enum(initializers);
export type Initializer = z.infer<typeof initializerSchema>;

const initializersMean: Readonly<Record<Initializer, string>> = {
  zeros: 'all weights are 0',
  constant: 'all weights are initializerScale',
  uniform: 'uniform from -initializerScale to initializerScale',
  normal: 'normal with standard deviation initializerScale',
  glorotUniform: 'uniform with variance 2 / (inputs + outputs)',
  glorotNormal: 'normal with variance 2 / (inputs + outputs)',
  heUniform: 'uniform with variance 2 / inputs',
  heNormal: 'normal with variance 2 / inputs',
  lecunUniform: 'uniform with variance 1 / inputs',
  lecunNormal: 'normal with variance 1 / inputs',
};
/** Initializers that use `initializerScale`. */
export const scaledInitializers: readonly Initializer[] = ['constant', 'uniform', 'normal'];

export const normalizations = ['none', 'batch', 'layer'] as const;
export const normalizationSchema = z.enum(normalizations);
export type Normalization = z.infer<typeof normalizationSchema>;

/** Default settings of a layer; its initializer follows from its activation. */
export const layerDefaults = {
  initializerScale: 0.05,
  bias: true,
  normalization: 'none',
  dropout: 0,
} as const satisfies Partial<LayerSpec>;

const start = {
  initializer: initializerSchema.meta(meanings('how the weights begin', initializersMean)),
  initializerScale: z
    .number()
    .min(limits.initializerScale.min)
    .max(limits.initializerScale.max)
    .default(layerDefaults.initializerScale)
    .describe(
      'initializer constant, uniform or normal: the constant, the bound or the standard deviation; no effect on other initializers',
    ),
  bias: z.boolean().default(layerDefaults.bias).describe('whether each unit has a bias'),
};

export const layerSpecSchema = z.strictObject({
  units: z
    .number()
    .min(limits.units.min)
    .max(limits.units.max)
    .int()
    .describe('how many units the layer has'),
  activation: activationSchema.meta(meanings('the activation function of its units', activationsMean)),
  ...start,
  normalization: normalizationSchema
    .default(layerDefaults.normalization)
    .describe(
      'normalises the pre-activations to mean 0 and standard deviation 1, over the batch or over the layer',
    ),
  dropout: z
    .number()
    .min(limits.dropout.min)
    .max(limits.dropout.max)
    .default(layerDefaults.dropout)
    .describe('share of the outputs that each training step sets to 0'),
  off: z
    .boolean()
    .optional()
    .describe('true: the layer is not part of the network but keeps its settings; false if left out'),
});
export interface LayerSpec {
  units: number;
  activation: Activation;
  initializer: Initializer;
  initializerScale: number;
  bias: boolean;
  normalization: Normalization;
  dropout: number;
  off?: boolean | undefined;
}

export const modelSpecSchema = z.strictObject({
  layers: z.array(layerSpecSchema).max(limits.layers.max).describe('the hidden layers, from input to output'),
  output: z
    .strictObject(start)
    .describe('the output layer; its units and activation follow from task and loss'),
  initialWeights: initialWeightsSchema
    .optional()
    .describe(
      'initial weights set by hand, one entry for each layer that is on, hidden layers first, the output layer last; then the initializers have no effect. Drawn from the seed if left out',
    ),
});
export type ModelSpec = z.infer<typeof modelSpecSchema>;
export type OutputSpec = ModelSpec['output'];

/** Indices of the layers that are switched on: layer k of the network is `layers[layersOn(layers)[k]]`. */
export function layersOn(layers: readonly LayerSpec[]): number[] {
  return layers.flatMap(({ off }, index) => (off ? [] : [index]));
}

/** The spec whose initial weights are drawn from the seed. */
export function withDrawnWeights<Spec extends { model: ModelSpec }>(spec: Spec): Spec {
  const { initialWeights: _, ...model } = spec.model;
  return { ...spec, model };
}

/** The spec in which all layers have a bias, or none. */
export function withBias<Spec extends { model: ModelSpec }>(spec: Spec, bias: boolean): Spec {
  const { layers, output } = spec.model;
  return {
    ...spec,
    model: {
      ...spec.model,
      layers: layers.map((layer) => ({ ...layer, bias })),
      output: { ...output, bias },
    },
  };
}

const reluFamily: readonly Activation[] = ['relu', 'leakyRelu', 'elu', 'gelu', 'geluTanh', 'silu'];

/** He initialisation keeps the variance through activations that cut off one side (such as relu), LeCun through selu, which
 *  normalises itself, and Glorot through activations that are nearly linear around zero. */
export function usualInitializer(activation: Activation): Initializer {
  if (reluFamily.includes(activation)) return 'heUniform';
  return activation === 'selu' ? 'lecunNormal' : 'glorotUniform';
}

/** Whether all units of the layer begin with the same weights: they then get the same gradients and stay identical.
 *  @param given its weights where they are set by hand */
export function beginsAlike(
  { initializer, units }: Pick<LayerSpec, 'initializer' | 'units'>,
  given?: InitialLayer,
): boolean {
  if (given !== undefined) return unitsEqual(given);
  return units > 1 && (initializer === 'zeros' || initializer === 'constant');
}

/** A whole layer: defaults with the settings in `said`. */
export function newLayer(units: number, activation: Activation, said: Partial<LayerSpec> = {}): LayerSpec {
  return { units, activation, initializer: usualInitializer(activation), ...layerDefaults, ...said };
}

/** An output layer: defaults with the settings in `said`. */
export function newOutput(said: Partial<OutputSpec> = {}): OutputSpec {
  const { initializerScale, bias } = layerDefaults;
  return { initializer: usualInitializer('linear'), initializerScale, bias, ...said };
}
