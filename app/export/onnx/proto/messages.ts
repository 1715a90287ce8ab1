// The messages of an ONNX file, as far as tabular networks need them: names, numbers and meanings are those of onnx.proto, version 1.12
// (https://github.com/onnx/onnx, Copyright the ONNX Project Contributors, Apache-2.0 licence); names are in camelCase. What is
// here as `bytes` is only asked whether it is there.
import { type Message, many, one } from './wire.ts';

/** TensorProto.DataType: the types that tabular networks have. */
export const elementTypes = { float: 1, int32: 6, int64: 7, string: 8, bool: 9, double: 11 } as const;
export type ElementType = keyof typeof elementTypes;

/** AttributeProto.AttributeType. */
export const attributeTypes = {
  float: 1,
  int: 2,
  string: 3,
  tensor: 4,
  floats: 6,
  ints: 7,
  strings: 8,
} as const;

/** The numbers are in `rawData`, little-endian, or in the list of their type. */
export interface TensorProto {
  dims: number[];
  dataType?: number;
  floatData?: number[];
  int32Data?: number[];
  stringData?: Uint8Array[];
  int64Data?: number[];
  name?: string;
  rawData?: Uint8Array;
  doubleData?: number[];
  externalData?: Uint8Array[];
  dataLocation?: number;
}

export interface AttributeProto {
  name?: string;
  f?: number;
  i?: number;
  s?: Uint8Array;
  t?: TensorProto;
  /** A graph within the node, as `If` and `Loop` have. */
  g?: Uint8Array;
  floats?: number[];
  ints?: number[];
  strings?: Uint8Array[];
  type?: number;
}

export interface NodeProto {
  input: string[];
  output: string[];
  name?: string;
  opType?: string;
  attribute: AttributeProto[];
  domain?: string;
}

/** A fixed length, or the name of one that only a call knows. */
interface Dimension {
  dimValue?: number;
  dimParam?: string;
}
interface TensorType {
  elemType?: number;
  shape?: { dim: Dimension[] };
}
export interface ValueInfoProto {
  name?: string;
  type?: { tensorType?: TensorType };
  docString?: string;
}

export interface GraphProto {
  node: NodeProto[];
  name?: string;
  initializer: TensorProto[];
  docString?: string;
  input: ValueInfoProto[];
  output: ValueInfoProto[];
  valueInfo: ValueInfoProto[];
  sparseInitializer?: Uint8Array[];
}

interface OperatorSetIdProto {
  domain?: string;
  version?: number;
}
interface StringStringEntryProto {
  key?: string;
  value?: string;
}

export interface ModelProto {
  irVersion?: number;
  producerName?: string;
  docString?: string;
  graph?: GraphProto;
  opsetImport: OperatorSetIdProto[];
  metadataProps: StringStringEntryProto[];
  functions?: Uint8Array[];
}

const tensor: Message<TensorProto> = {
  fields: {
    dims: many(1, 'int'),
    dataType: one(2, 'int'),
    floatData: many(4, 'float'),
    int32Data: many(5, 'int'),
    stringData: many(6, 'bytes'),
    int64Data: many(7, 'int'),
    name: one(8, 'text'),
    rawData: one(9, 'bytes'),
    doubleData: many(10, 'double'),
    externalData: many(13, 'bytes'),
    dataLocation: one(14, 'int'),
  },
};

const attribute: Message<AttributeProto> = {
  fields: {
    name: one(1, 'text'),
    f: one(2, 'float'),
    i: one(3, 'int'),
    s: one(4, 'bytes'),
    t: one(5, tensor),
    g: one(6, 'bytes'),
    floats: many(7, 'float'),
    ints: many(8, 'int'),
    strings: many(9, 'bytes'),
    type: one(20, 'int'),
  },
};

const node: Message<NodeProto> = {
  fields: {
    input: many(1, 'text'),
    output: many(2, 'text'),
    name: one(3, 'text'),
    opType: one(4, 'text'),
    attribute: many(5, attribute),
    domain: one(7, 'text'),
  },
};

const dimension: Message<Dimension> = { fields: { dimValue: one(1, 'int'), dimParam: one(2, 'text') } };
const tensorShape: Message<{ dim: Dimension[] }> = { fields: { dim: many(1, dimension) } };
const tensorType: Message<TensorType> = { fields: { elemType: one(1, 'int'), shape: one(2, tensorShape) } };
const type: Message<{ tensorType?: TensorType }> = { fields: { tensorType: one(1, tensorType) } };
const valueInfo: Message<ValueInfoProto> = {
  fields: { name: one(1, 'text'), type: one(2, type), docString: one(3, 'text') },
};

const graph: Message<GraphProto> = {
  fields: {
    node: many(1, node),
    name: one(2, 'text'),
    initializer: many(5, tensor),
    docString: one(10, 'text'),
    input: many(11, valueInfo),
    output: many(12, valueInfo),
    valueInfo: many(13, valueInfo),
    sparseInitializer: many(15, 'bytes'),
  },
};

const operatorSetId: Message<OperatorSetIdProto> = {
  fields: { domain: one(1, 'text'), version: one(2, 'int') },
};
const stringStringEntry: Message<StringStringEntryProto> = {
  fields: { key: one(1, 'text'), value: one(2, 'text') },
};

export const modelMessage: Message<ModelProto> = {
  fields: {
    irVersion: one(1, 'int'),
    producerName: one(2, 'text'),
    docString: one(6, 'text'),
    graph: one(7, graph),
    opsetImport: many(8, operatorSetId),
    metadataProps: many(14, stringStringEntry),
    functions: many(25, 'bytes'),
  },
};
