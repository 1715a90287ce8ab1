// What each layer of Keras makes of the stack of dense layers before it. A layer that is none of these, or is set in a way that Chainrule's layers
// cannot say, is refused. Formulas, defaults and the order of weights are those of Keras's own layers (keras/src/layers).
import { z } from 'zod';
import { type Formula, recognised } from '../foreign/recognised.ts';
import { type Base, identityLinear, Refusal, type StackValue } from '../foreign/stack.ts';
import { batchNormalized, composed, dense, layerNormalized, moved, softmaxed } from '../foreign/steps.ts';
import { DamagedHdf5, type Hdf5Array } from './hdf5.ts';
import { activationOf, layerActivations } from './kerasActivations.ts';
import { type KerasLayer, scalar, settings } from './kerasConfig.ts';
import type { TakeWeights } from './kerasWeights.ts';

export interface KerasValue {
  value: StackValue | { kind: 'probabilities'; base: Base };
  /** Of one row; null: not known. More than one number: to be flattened. */
  shape: (number | null)[];
}

type Reader = (before: KerasValue, layer: KerasLayer, take: TakeWeights) => KerasValue;

const passed: Reader = (before) => before;

const readers: Readonly<Record<string, Reader>> = {
  // They do nothing where a network predicts.
  ...Object.fromEntries(
    ['Dropout', 'AlphaDropout', 'GaussianDropout', 'GaussianNoise', 'ActivityRegularization', 'Identity'].map(
      (kind) => [kind, passed],
    ),
  ),
  Dense: denseLayer,
  Activation: (before, { config }) => activated(before, config.activation),
  Softmax(before, { config }) {
    const { axis } = settings(z.object({ axis: axisSchema }), config);
    requireLast(axis);
    return withSoftmax(before);
  },
  ...Object.fromEntries(
    Object.entries(layerActivations).map(([kind, formulaOf]): [string, Reader] => [
      kind,
      (before, { config }) => withFormula(before, formulaOf(config)),
    ]),
  ),
  BatchNormalization(before, layer, take) {
    const { epsilon, renorm } = settings(normalizationSchema, layer.config);
    if (renorm) throw new Refusal('renormalises its batches');
    const { gamma, beta, mean, variance } = vectors(before, layer, take, ['moving_mean', 'moving_variance']);
    return {
      ...before,
      value: batchNormalized(stackOf(before), { gamma, beta, mean: mean!, variance: variance! }, epsilon),
    };
  },
  LayerNormalization(before, layer, take) {
    const { epsilon, rms_scaling: rms } = settings(normalizationSchema, layer.config);
    if (rms) throw new Refusal('normalises by the root of the mean square');
    return { ...before, value: layerNormalized(stackOf(before), vectors(before, layer, take, []), epsilon) };
  },
  Normalization: inputNormalization,
  Rescaling(before, { config }) {
    const { scale, offset } = settings(rescalingSchema, config);
    return { ...before, value: moved(stackOf(before), Float64Array.of(scale), Float64Array.of(offset)) };
  },
  Flatten(before, { config }) {
    if (before.shape.length > 1 && config.data_format === 'channels_first')
      throw new Refusal('reads channels first');
    return { ...before, shape: [numbersIn(before.shape)] };
  },
  Reshape(before, { config }) {
    const { target_shape: shape } = settings(z.object({ target_shape: z.array(z.number()) }), config);
    const width = numbersIn(before.shape);
    if (shape.length !== 1 || (shape[0] !== -1 && shape[0] !== width))
      throw new Refusal(`makes another shape, [${shape.join(', ')}]`);
    return { ...before, shape: [width] };
  },
};

/** Throws Refusal, whose clause names the layer. */
export function afterLayer(before: KerasValue, layer: KerasLayer, take: TakeWeights): KerasValue {
  const where = `the layer "${layer.name}" (${layer.kind})`;
  const reader = Object.hasOwn(readers, layer.kind) ? readers[layer.kind] : undefined;
  if (reader === undefined)
    throw new Refusal(
      `${where} is not read: Chainrule has dense layers one behind the other, with their activations and normalisations`,
    );
  try {
    return reader(before, layer, take);
  } catch (error) {
    if (!(error instanceof Refusal) || error instanceof DamagedHdf5) throw error;
    throw new Refusal(`${where} ${error.message}`);
  }
}

const axisSchema = z.union([z.number(), z.array(z.number())]).nullish();
const normalizationSchema = z.object({
  axis: axisSchema,
  epsilon: scalar.default(1e-3),
  center: z.boolean().default(true),
  scale: z.boolean().default(true),
  renorm: z.boolean().default(false),
  rms_scaling: z.boolean().default(false),
});
const rescalingSchema = z.object({ scale: scalar, offset: scalar.default(0) });
const denseSchema = z.object({
  units: z.number().int().min(1),
  use_bias: z.boolean().default(true),
  activation: z.unknown().optional(),
});
const nested: z.ZodType<number[]> = z.union([
  scalar.transform((value) => [value]),
  z.array(z.lazy(() => nested)).transform((lists) => lists.flat()),
]);
const inputNormalizationSchema = z.object({
  axis: axisSchema,
  mean: nested.nullish(),
  variance: nested.nullish(),
  invert: z.boolean().default(false),
});

/** Rows have one axis, which is the last and the one behind the rows. */
function requireLast(axis: z.infer<typeof axisSchema>): void {
  const axes = [axis ?? -1].flat();
  if (axes.length !== 1 || (axes[0] !== -1 && axes[0] !== 1))
    throw new Refusal(`works along the axis ${axes.join(', ')}`);
}

function stackOf({ value }: KerasValue): StackValue {
  if (value.kind === 'stack') return value;
  throw new Refusal('follows a softmax');
}

/** How many numbers a row has; null: not known. */
function numbersIn(shape: KerasValue['shape']): number | null {
  return shape.reduce<number | null>(
    (product, length) => (product === null || length === null ? null : product * length),
    1,
  );
}

/** Throws Refusal where rows are not flat. */
function widthIn({ shape }: KerasValue): number | null {
  if (shape.length === 1) return shape[0]!;
  throw new Refusal(
    `reads rows of the shape [${shape.map((length) => length ?? 'any').join(', ')}]; only flat ones are read`,
  );
}

function denseLayer(before: KerasValue, layer: KerasLayer, take: TakeWeights): KerasValue {
  const { units, use_bias: biased, activation } = settings(denseSchema, layer.config);
  const width = widthIn(before);
  const [kernel, added] = take(layer, biased ? ['kernel', 'bias'] : ['kernel']);
  const inputs = width ?? kernel!.shape[0] ?? 0;
  requireShape('kernel', kernel!, [inputs, units]);
  if (added !== undefined) requireShape('bias', added, [units]);
  const weight = new Float64Array(inputs * units);
  for (let i = 0; i < inputs; i++)
    for (let o = 0; o < units; o++) weight[o * inputs + i] = kernel!.data[i * units + o]!;
  const bias = added?.data ?? new Float64Array(units);
  const value = dense(stackOf(before), { inputs, outputs: units, weight, bias });
  return activated({ value, shape: [units] }, activation);
}

function requireShape(name: string, { shape }: Hdf5Array, expected: readonly number[]): void {
  if (shape.length === expected.length && shape.every((length, k) => length === expected[k])) return;
  throw new Refusal(
    `has a ${name} of shape [${shape.join(', ')}] in the file instead of [${expected.join(', ')}]`,
  );
}

function activated(before: KerasValue, activation: unknown): KerasValue {
  const found = activationOf(activation);
  if (found === 'softmax') return withSoftmax(before);
  return found === null ? before : withFormula(before, found);
}

function withSoftmax(before: KerasValue): KerasValue {
  const value = stackOf(before);
  const linear = value.formula === null && value.base.linear !== null;
  const base = softmaxed(linear ? value : behindOwnLayer(before));
  return { ...before, value: { kind: 'probabilities', base } };
}

function withFormula(before: KerasValue, formula: Formula): KerasValue {
  const value = composed(stackOf(before), formula);
  const known = value.base.linear !== null && recognised(value.formula!) !== null;
  return { ...before, value: known ? value : composed(behindOwnLayer(before), formula) };
}

/** An activation that does not stand behind a dense layer gets one that changes nothing. */
function behindOwnLayer(before: KerasValue): StackValue {
  const width = widthIn(before);
  if (width === null) throw new Refusal('does not say how many numbers it reads');
  return dense(stackOf(before), identityLinear(width, 'needs a layer of its own for'));
}

/** gamma and beta, which are 1 and 0 where the layer has none, and the statistics called `more`. */
function vectors(before: KerasValue, layer: KerasLayer, take: TakeWeights, more: readonly string[]) {
  const { axis, scale, center } = settings(normalizationSchema, layer.config);
  requireLast(axis);
  const width = widthIn(before);
  const names = [...(scale ? ['gamma'] : []), ...(center ? ['beta'] : []), ...more];
  const arrays = new Map(take(layer, names).map((array, k) => [names[k]!, array]));
  const length = width ?? [...arrays.values()][0]?.data.length;
  if (length === undefined) throw new Refusal('does not say how many numbers it reads');
  for (const [name, array] of arrays) requireShape(name, array, [length]);
  return {
    gamma: arrays.get('gamma')?.data ?? new Float64Array(length).fill(1),
    beta: arrays.get('beta')?.data ?? new Float64Array(length),
    mean: arrays.get('moving_mean')?.data,
    variance: arrays.get('moving_variance')?.data,
  };
}

/** Keras divides by no less than its own epsilon. */
const leastDeviation = 1e-7;

/** Statistics that it was given, or that it took from data. */
function inputNormalization(before: KerasValue, layer: KerasLayer, take: TakeWeights): KerasValue {
  const { axis, mean: given, variance: spread, invert } = settings(inputNormalizationSchema, layer.config);
  const one = axis === null || (Array.isArray(axis) && axis.length === 0);
  if (!one) requireLast(axis);
  const width = widthIn(before);
  const [mean, variance] =
    given != null && spread != null
      ? [Float64Array.from(given), Float64Array.from(spread)]
      : take(layer, ['mean', 'variance'], ['count']).map(({ data }) => data);
  for (const { length } of [mean!, variance!])
    if (length !== 1 && length !== (width ?? length))
      throw new Refusal(`scales ${length} of ${width} numbers`);
  const deviation = variance!.map((v) => Math.max(Math.sqrt(v), leastDeviation));
  const factor = invert ? deviation : deviation.map((d) => 1 / d);
  const offset = invert ? mean! : mean!.map((m, k) => -m * factor[k]!);
  return { ...before, value: moved(stackOf(before), factor, offset) };
}
