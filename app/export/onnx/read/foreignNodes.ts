// What each operator of a foreign graph makes of the values that it reads: a longer stack of dense layers, a part of an activation's formula,
// probabilities, or a refusal, which counts only if the graph's outputs depend on it.

import { type Formula, recognised, same } from '../../foreign/recognised.ts';
import {
  type Base,
  closed,
  moveBase,
  Refusal,
  type StackValue,
  stack,
  widthOf,
} from '../../foreign/stack.ts';
import { batchNormalized, composed, dense, softmaxed } from '../../foreign/steps.ts';
import { binaries, numbers, unaries } from '../evaluate/elementwise.ts';
import type { Attributes } from '../proto/attributes.ts';
import type { Tensor } from '../proto/tensorData.ts';

export type ForeignValue =
  | StackValue
  | { kind: 'constant'; tensor: Tensor }
  /** The logits of classes: one, whose sigmoid is the probability of the second class, or one for each class. */
  | { kind: 'probabilities'; base: Base; classes: string[] | null }
  /** The index of a class, or its name. */
  | { kind: 'chosen'; classes: string[] | null }
  | { kind: 'refused'; reason: string };

type Reader = (values: ForeignValue[], attributes: Attributes) => ForeignValue;

const passed: Reader = ([value]) => value!;

export const readers: Record<string, Reader> = {
  Identity: passed,
  Cast: passed,
  Dropout: passed,
  Flatten([value], attributes) {
    requireAxis(attributes.int('axis', 1));
    return value!;
  },
  Reshape: reshape,
  Squeeze: passed,
  Unsqueeze: passed,
  Constant: (_, attributes) => ({ kind: 'constant', tensor: constantOf(attributes) }),
  Transpose: ([value]) => ({ kind: 'constant', tensor: transposed(constant(value)) }),
  ...Object.fromEntries(
    Object.entries(unaries)
      .filter(([name]) => name !== 'Identity')
      .map(([name, formula]) => [name, unary(formula)]),
  ),
  ...Object.fromEntries(
    Object.entries({ ...binaries, Pow: Math.pow }).map(([name, of]) => [name, binary(name, of)]),
  ),
  Clip([value, low, high], attributes) {
    const limit = (of: ForeignValue | undefined, otherwise: number) =>
      of === undefined ? otherwise : numbers(constant(of))[0]!;
    const least = limit(low, attributes.float('min', Number.NEGATIVE_INFINITY));
    const most = limit(high, attributes.float('max', Number.POSITIVE_INFINITY));
    return composed(stackOf(value), (x) => Math.min(most, Math.max(least, x)));
  },
  MatMul([value, matrix]) {
    const tensor = transposed(constant(matrix));
    return linear(value, tensor, new Float64Array(tensor.shape[0]!));
  },
  Gemm: gemm,
  Scaler([value], attributes) {
    const vector = (name: string) => {
      const found = attributes.floats(name) ?? [];
      return { kind: 'constant' as const, tensor: vectorOf(Float64Array.from(found)) };
    };
    return readers.Mul!([readers.Sub!([value!, vector('offset')], attributes), vector('scale')], attributes);
  },
  BatchNormalization: batchNormalization,
  Softmax([value], attributes) {
    requireAxis(attributes.int('axis', -1));
    return { kind: 'probabilities', base: softmaxed(stackOf(value)), classes: null };
  },
  Concat: concat,
  ZipMap([value], attributes) {
    const classes =
      attributes.texts('classlabels_strings') ?? attributes.ints('classlabels_int64s')?.map(String);
    if (value!.kind !== 'probabilities') throw new Refusal('does not read probabilities');
    return { ...value!, classes: classes ?? null };
  },
  ArgMax: () => ({ kind: 'chosen', classes: null }),
  ArrayFeatureExtractor: chosenOf,
  Gather: chosenOf,
};

/** Rows stay rows. */
function reshape([value, shape]: ForeignValue[]): ForeignValue {
  if (value?.kind === 'chosen') return value;
  const width = value?.kind === 'stack' ? widthOf(value.base) : null;
  const wanted = numbers(constant(shape));
  const [rows, columns] = wanted.length === 1 ? [wanted[0], 1] : wanted;
  const kept =
    wanted.length <= 2 &&
    (rows === -1 ? columns === width : rows === 0 && (columns === -1 || columns === width));
  if (!kept) throw new Refusal(`makes another shape, [${wanted.join(', ')}]`);
  return value!;
}

function stackOf(value: ForeignValue | undefined): StackValue {
  if (value?.kind === 'stack') return value;
  throw new Refusal('does not read what the layers put out');
}

function constant(value: ForeignValue | undefined): Tensor {
  if (value?.kind === 'constant') return value.tensor;
  throw new Refusal('reads a value where a dense layer has constants');
}

function vectorOf(data: Float64Array): Tensor {
  return { type: 'double', shape: [data.length], data };
}

function constantOf(attributes: Attributes): Tensor {
  const tensor = attributes.tensor('value');
  if (tensor !== null) return tensor;
  const list = attributes.floats('value_floats') ?? attributes.ints('value_ints');
  if (list !== null) return vectorOf(Float64Array.from(list));
  const number = attributes.float('value_float', attributes.int('value_int', Number.NaN));
  return { type: 'double', shape: [], data: Float64Array.of(number) };
}

function transposed({ type, shape, data }: Tensor): Tensor {
  if (shape.length !== 2) throw new Refusal(`reads a matrix of ${shape.length} dimensions`);
  const [rows, columns] = shape as [number, number];
  const from = numbers({ type, shape, data });
  const turned = Float64Array.from(from, (_, i) => from[(i % rows) * columns + Math.floor(i / rows)]!);
  return { type, shape: [columns, rows], data: turned };
}

function unary(formula: (x: number, attributes: Attributes) => number): Reader {
  return ([value], attributes) => composed(stackOf(value), (x) => formula(x, attributes));
}

function binary(name: string, of: (a: number, b: number) => number): Reader {
  return ([left, right]) => {
    if (left?.kind === 'constant') return withConstant(name, of, stackOf(right), left.tensor, 'left');
    if (right?.kind === 'constant') return withConstant(name, of, stackOf(left), right.tensor, 'right');
    const [a, b] = [stackOf(left), stackOf(right)];
    if (a.base !== b.base) throw new Refusal('joins two branches');
    const [f, g] = [a.formula ?? unchanged, b.formula ?? unchanged];
    return stack(a.base, (x) => of(f(x), g(x)), a.size + b.size + 1);
  };
}

const unchanged: Formula = (x) => x;

/** One number for all units is a part of a formula; one for each unit belongs to the layer. */
function withConstant(
  name: string,
  of: (a: number, b: number) => number,
  value: StackValue,
  tensor: Tensor,
  side: 'left' | 'right',
): StackValue {
  const values = numbers(tensor);
  const { base, formula } = value;
  const bias = formula === null && (name === 'Add' || name === 'Sub') && side === 'right';
  if (values.length === 1 && !(bias && widthOf(base) === 1)) {
    const c = values[0]!;
    return composed(value, (x) => (side === 'right' ? of(x, c) : of(c, x)));
  }
  const moved = moveBase(formula === null ? base : closed(value), name, values, side);
  if (moved === null) throw new Refusal(`reads ${values.length} constants that fit no dense layer`);
  return stack(moved);
}

/** @param matrix `[outputs, inputs]` */
function linear(value: ForeignValue | undefined, { shape, data }: Tensor, bias: Float64Array): StackValue {
  if (shape.length !== 2) throw new Refusal(`multiplies by a tensor of ${shape.length} dimensions`);
  const [outputs, inputs] = shape as [number, number];
  return dense(stackOf(value), { inputs, outputs, weight: data as Float64Array, bias });
}

function gemm([value, matrix, added]: ForeignValue[], attributes: Attributes): ForeignValue {
  if (attributes.int('transA', 0) !== 0) throw new Refusal('turns its rows into columns');
  const tensor = constant(matrix);
  const turned = attributes.int('transB', 0) === 1 ? tensor : transposed(tensor);
  const [alpha, beta] = [attributes.float('alpha', 1), attributes.float('beta', 1)];
  const outputs = turned.shape[0]!;
  const bias = new Float64Array(outputs);
  if (added !== undefined) {
    const from = numbers(constant(added));
    if (from.length !== 1 && from.length !== outputs)
      throw new Refusal(`adds ${from.length} numbers to ${outputs} units`);
    for (let k = 0; k < outputs; k++) bias[k] = beta * from[from.length === 1 ? 0 : k]!;
  }
  const weight = numbers(turned).map((w) => alpha * w);
  return linear(value, { ...turned, data: weight }, bias);
}

function batchNormalization([value, ...rest]: ForeignValue[], attributes: Attributes): ForeignValue {
  if (rest.length !== 4) throw new Refusal(`reads ${rest.length} constants instead of 4`);
  const [gamma, beta, mean, variance] = rest.map((vector) => numbers(constant(vector)));
  const statistics = { gamma: gamma!, beta: beta!, mean: mean!, variance: variance! };
  return batchNormalized(stackOf(value), statistics, attributes.float('epsilon', 1e-5));
}

function requireAxis(axis: number): void {
  if (axis !== 1 && axis !== -1) throw new Refusal(`works along the axis ${axis}`);
}

/** Inputs side by side, or the probabilities 1 - p and p. */
function concat(values: ForeignValue[], attributes: Attributes): ForeignValue {
  requireAxis(attributes.int('axis', 1));
  const stacks = values.map(stackOf);
  const [first, second] = stacks;
  if (
    stacks.every(({ base, formula }) => base.layers.length === 0 && base.linear === null && formula === null)
  )
    return stack(besideEachOther(stacks.map(({ base }) => base)));
  const twoShares = stacks.length === 2 && first!.base === second!.base && widthOf(first!.base) === 1;
  if (!twoShares) throw new Refusal('joins two branches');
  const [p, q] = [first!.formula ?? unchanged, second!.formula ?? unchanged];
  if (
    recognised(q) !== 'sigmoid' ||
    !same(
      (x) => p(x) + q(x),
      () => 1,
    )
  )
    throw new Refusal('joins two values that are not 1 - p and p');
  return { kind: 'probabilities', base: first!.base, classes: null };
}

function besideEachOther(bases: Base[]): Base {
  const inputs = bases.flatMap((base) => base.inputs);
  if (bases.every(({ scaling }) => scaling === null)) return { ...bases[0]!, inputs };
  throw new Refusal('joins inputs that were scaled one by one');
}

/** Names of classes, chosen by an index. */
function chosenOf([from, index]: ForeignValue[]): ForeignValue {
  const { data } = constant(from);
  if (index?.kind !== 'chosen') throw new Refusal('chooses values by something else than the class');
  return { kind: 'chosen', classes: Array.from(data as ArrayLike<string | number>, String) };
}
