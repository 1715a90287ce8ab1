// Operators that compute each element by itself, with broadcasting. Numbers are computed in double; a float's result is rounded to float32.

import { errorFunction } from '../../portable/errorFunction.ts';
import type { Attributes } from '../proto/attributes.ts';
import type { ElementType } from '../proto/messages.ts';
import type { Tensor } from '../proto/tensorData.ts';

export type Operator = (inputs: Tensor[], attributes: Attributes) => Tensor;

export function numbers({ data, type }: Tensor): Float64Array {
  if (data instanceof Float64Array) return data;
  throw new Error(`a tensor of the type ${type} stands where numbers are needed`);
}

export function tensor(type: ElementType, shape: number[], data: Float64Array): Tensor {
  return { type, shape, data: type === 'float' ? data.map(Math.fround) : data };
}

type UnaryFormula = (x: number, attributes: Attributes) => number;

const sigmoid: UnaryFormula = (x) => 1 / (1 + Math.exp(-x));

export const unaries: Record<string, UnaryFormula> = {
  Identity: (x) => x,
  Abs: Math.abs,
  Neg: (x) => -x,
  Sign: Math.sign,
  Log: Math.log,
  Exp: Math.exp,
  Sqrt: Math.sqrt,
  Erf: errorFunction,
  Tanh: Math.tanh,
  Sigmoid: sigmoid,
  Relu: (x) => Math.max(0, x),
  LeakyRelu: (x, of) => (x < 0 ? of.float('alpha', 0.01) * x : x),
  Elu: (x, of) => (x < 0 ? of.float('alpha', 1) * Math.expm1(x) : x),
  Selu: (x, of) =>
    of.float('gamma', 1.0507009873554805) *
    (x > 0 ? x : of.float('alpha', 1.6732632423543772) * Math.expm1(x)),
  Softplus: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  Softsign: (x) => x / (1 + Math.abs(x)),
};

const toBool: Record<string, UnaryFormula> = {
  Not: (x) => (x === 0 ? 1 : 0),
  IsNaN: (x) => (Number.isNaN(x) ? 1 : 0),
};

type BinaryFormula = (a: number, b: number) => number;

export const binaries: Record<string, BinaryFormula> = {
  Add: (a, b) => a + b,
  Sub: (a, b) => a - b,
  Mul: (a, b) => a * b,
  Div: (a, b) => a / b,
  Max: Math.max,
  Min: Math.min,
  Sum: (a, b) => a + b,
};

const comparisons: Record<string, BinaryFormula> = {
  LessOrEqual: (a, b) => (a <= b ? 1 : 0),
  Greater: (a, b) => (a > b ? 1 : 0),
  Equal: (a, b) => (a === b ? 1 : 0),
};

export const elementwise: Record<string, Operator> = {
  ...mapped(unaries, (formula) => unary(formula)),
  ...mapped(toBool, (formula) => unary(formula, 'bool')),
  ...mapped(
    binaries,
    (formula): Operator =>
      (inputs) =>
        inputs.reduce((a, b) => binary(formula, a, b, a.type)),
  ),
  ...mapped(
    comparisons,
    (formula): Operator =>
      ([a, b]) =>
        binary(formula, a!, b!, 'bool'),
  ),
  Where([condition, yes, no]) {
    const shape = broadcastShape([condition!.shape, yes!.shape, no!.shape]);
    const [c, a, b] = [condition!, yes!, no!].map((of) => spread(of, shape));
    return tensor(
      yes!.type,
      shape,
      a!.map((x, i) => (c![i] === 0 ? b![i]! : x)),
    );
  },
};

function mapped<From, To>(table: Record<string, From>, to: (from: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(table).map(([name, from]) => [name, to(from)]));
}

function unary(formula: UnaryFormula, type?: ElementType): Operator {
  return ([x], attributes) => {
    if (!(x!.data instanceof Float64Array)) return x!;
    return tensor(
      type ?? x!.type,
      x!.shape,
      x!.data.map((value) => formula(value, attributes)),
    );
  };
}

function binary(formula: BinaryFormula, a: Tensor, b: Tensor, type: ElementType): Tensor {
  const shape = broadcastShape([a.shape, b.shape]);
  const right = spread(b, shape);
  return tensor(
    type,
    shape,
    spread(a, shape).map((x, i) => formula(x, right[i]!)),
  );
}

function broadcastShape(shapes: number[][]): number[] {
  const rank = Math.max(...shapes.map(({ length }) => length));
  return Array.from({ length: rank }, (_, axis) => {
    const lengths = shapes
      .map((shape) => shape[axis - rank + shape.length] ?? 1)
      .filter((length) => length !== 1);
    if (lengths.some((length) => length !== lengths[0]))
      throw new Error(`shapes do not fit: ${JSON.stringify(shapes)}`);
    return lengths[0] ?? 1;
  });
}

/** The numbers of `from` repeated to fill `shape`. */
function spread(from: Tensor, shape: number[]): Float64Array {
  const data = numbers(from);
  const size = shape.reduce((product, length) => product * length, 1);
  if (data.length === size) return data;
  const strides = stridesOf(from.shape, shape.length);
  return Float64Array.from({ length: size }, (_, i) => {
    let [rest, at] = [i, 0];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      at += (rest % shape[axis]!) * strides[axis]!;
      rest = Math.floor(rest / shape[axis]!);
    }
    return data[at]!;
  });
}

/** Of each of `rank` axes; 0 where the tensor has one element along it, or lacks it. */
function stridesOf(shape: number[], rank: number): number[] {
  const strides = new Array<number>(rank).fill(0);
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis + rank - shape.length] = shape[axis] === 1 ? 0 : stride;
    stride *= shape[axis]!;
  }
  return strides;
}
