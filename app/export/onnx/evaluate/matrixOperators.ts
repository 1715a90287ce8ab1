// Operators over rows and columns: products, normalisation, softmax, joining and choosing columns, looking up texts. Matrices are
// `[rows, columns]`.
import type { Attributes } from '../proto/attributes.ts';
import { type ElementType, elementTypes } from '../proto/messages.ts';
import type { Tensor } from '../proto/tensorData.ts';
import { numbers, type Operator, tensor } from './elementwise.ts';

export const matrixOperators: Record<string, Operator> = {
  Cast([x], attributes) {
    const to = attributes.int('to', 0);
    const type = (Object.keys(elementTypes) as ElementType[]).find((name) => elementTypes[name] === to);
    if (type === undefined || type === 'string') throw new Error(`Cast to the type ${to} is not known`);
    return tensor(type, x!.shape, numbers(x!));
  },
  Gemm([x, weight, bias], attributes) {
    if (attributes.int('transB', 0) !== 1) throw new Error('Gemm needs transB = 1');
    const [rows, width] = matrixShape(x!);
    const outputs = weight!.shape[0]!;
    const [from, by, plus] = [numbers(x!), numbers(weight!), numbers(bias!)];
    const data = new Float64Array(rows * outputs);
    for (let i = 0; i < data.length; i++) {
      const [row, output] = [Math.floor(i / outputs), i % outputs];
      let sum = plus[output]!;
      for (let k = 0; k < width; k++) sum += from[row * width + k]! * by[output * width + k]!;
      data[i] = sum;
    }
    return tensor(x!.type, [rows, outputs], data);
  },
  BatchNormalization([x, ...vectors], attributes) {
    const [gamma, beta, mean, variance] = vectors.map(numbers);
    const epsilon = attributes.float('epsilon', 1e-5);
    const [, width] = matrixShape(x!);
    const data = numbers(x!).map((value, i) => {
      const c = i % width;
      return ((value - mean![c]!) / Math.sqrt(variance![c]! + epsilon)) * gamma![c]! + beta![c]!;
    });
    return tensor(x!.type, x!.shape, data);
  },
  Softmax: ([x]) =>
    byRow(x!, (row) => {
      const largest = Math.max(...row);
      const powers = row.map((value) => Math.exp(value - largest));
      const sum = powers.reduce((a, b) => a + b, 0);
      return powers.map((value) => value / sum);
    }),
  ReduceMean: ([x]) => byRow(x!, (row) => [row.reduce((a, b) => a + b, 0) / row.length]),
  ReduceMax: ([x]) => byRow(x!, (row) => [Math.max(...row)]),
  ArgMax([x]) {
    const { data } = byRow(x!, (row) => [row.indexOf(Math.max(...row))]);
    return { type: 'int64', shape: [x!.shape[0]!], data };
  },
  Concat(inputs) {
    const [rows] = matrixShape(inputs[0]!);
    const widths = inputs.map((input) => matrixShape(input)[1]);
    const row = (i: number) =>
      inputs.flatMap((input, k) => Array.from(numbers(input).subarray(i * widths[k]!, (i + 1) * widths[k]!)));
    const data = Float64Array.from(Array.from({ length: rows }, (_, i) => row(i)).flat());
    return tensor(inputs[0]!.type, [rows, widths.reduce((a, b) => a + b, 0)], data);
  },
  Gather([from, indices], attributes) {
    const chosen = Array.from(numbers(indices!));
    if (attributes.int('axis', 0) === 0) {
      const data = chosen.map((i) => from!.data[i]!);
      return { type: from!.type, shape: indices!.shape, data: textsOrNumbers(data) };
    }
    const picked = byRow(from!, (row) => chosen.map((i) => row[i]!));
    return { ...picked, shape: [from!.shape[0]!, ...indices!.shape] };
  },
  LabelEncoder: ([texts], attributes) => lookedUp(texts!, attributes),
};

function matrixShape({ shape }: Tensor): [rows: number, columns: number] {
  if (shape.length !== 2)
    throw new Error(`a tensor of the shape [${shape.join(', ')}] stands where a matrix is needed`);
  return [shape[0]!, shape[1]!];
}

function byRow(x: Tensor, of: (row: number[]) => number[]): Tensor {
  const [rows, width] = matrixShape(x);
  const data = numbers(x);
  const results = Array.from({ length: rows }, (_, i) =>
    of(Array.from(data.subarray(i * width, (i + 1) * width))),
  );
  return tensor(x.type, [rows, results[0]?.length ?? 0], Float64Array.from(results.flat()));
}

function textsOrNumbers(data: (number | string)[]): Tensor['data'] {
  return typeof data[0] === 'string' ? (data as string[]) : Float64Array.from(data as number[]);
}

/** Texts to numbers. */
function lookedUp({ shape, data }: Tensor, attributes: Attributes): Tensor {
  const keys = attributes.texts('keys_strings');
  const integers = attributes.ints('values_int64s');
  const values = integers ?? attributes.floats('values_floats');
  if (keys === null || values === null) throw new Error('LabelEncoder does not turn texts into numbers');
  const found = new Map(keys.map((key, i) => [key, values[i]!]));
  const otherwise =
    integers === null ? attributes.float('default_float', 0) : attributes.int('default_int64', -1);
  const looked = (data as string[]).map((text) => found.get(text) ?? otherwise);
  return { type: integers === null ? 'float' : 'int64', shape, data: Float64Array.from(looked) };
}
