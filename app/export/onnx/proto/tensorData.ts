// The numbers or texts of a tensor in an ONNX file. Nothing is taken for granted: external data, unknown types, and a content that does not
// fill the shape exactly are refused.
import { type ElementType, elementTypes, type TensorProto } from './messages.ts';

export interface Tensor {
  type: ElementType;
  shape: number[];
  /** Row-major. A float's numbers are rounded to float32, of bool they are 0 and 1. */
  data: Float64Array | string[];
}

const names = new Map<number, ElementType>(
  Object.entries(elementTypes).map(([name, number]) => [number, name as ElementType]),
);

/** Throws Error with a clause. */
export function tensorData(proto: TensorProto): Tensor {
  const called = `the tensor "${proto.name ?? ''}"`;
  if (proto.externalData!.length > 0 || (proto.dataLocation ?? 0) !== 0)
    throw new Error(`${called} is kept in another file, which is not read; save the model as one file`);
  const type = names.get(proto.dataType ?? 0);
  if (type === undefined)
    throw new Error(`${called} has the data type ${proto.dataType ?? 0}, which is not read`);
  const shape = proto.dims;
  const length = shape.reduce((product, dim) => product * dim, 1);
  const data = type === 'string' ? textsOf(proto) : numbersOf(proto, type);
  if (shape.some((dim) => dim < 0) || data.length !== length)
    throw new Error(`${called} has ${data.length} values; its shape is [${shape.join(', ')}]`);
  return { type, shape, data };
}

function textsOf({ stringData }: TensorProto): string[] {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  return stringData!.map((bytes) => decoder.decode(bytes));
}

const listed = {
  float: 'floatData',
  double: 'doubleData',
  int64: 'int64Data',
  int32: 'int32Data',
  bool: 'int32Data',
} as const;

function numbersOf(proto: TensorProto, type: Exclude<ElementType, 'string'>): Float64Array {
  return proto.rawData === undefined
    ? Float64Array.from(proto[listed[type]]!)
    : rawNumbers(proto.rawData, type);
}

const widths = { float: 4, double: 8, int64: 8, int32: 4, bool: 1 } as const;

/** A length that is no multiple of the width fits no shape. */
function rawNumbers(bytes: Uint8Array, type: keyof typeof widths): Float64Array {
  const width = widths[type];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length % width !== 0) throw new Error(`a tensor of the type ${type} has ${bytes.length} bytes`);
  const numbers = new Float64Array(bytes.length / width);
  for (let i = 0; i < numbers.length; i++) numbers[i] = read[type](view, i * width);
  return numbers;
}

const read: Record<keyof typeof widths, (view: DataView, at: number) => number> = {
  float: (view, at) => view.getFloat32(at, true),
  double: (view, at) => view.getFloat64(at, true),
  int64: (view, at) => Number(view.getBigInt64(at, true)),
  int32: (view, at) => view.getInt32(at, true),
  bool: (view, at) => view.getUint8(at),
};
