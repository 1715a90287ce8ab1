// Puts an ONNX graph together: each value has a unique name, a type and a shape, which are written for every step (value_info), so that
// a viewer shows them. Inputs keep the names that they are asked for; other values get `_2`, `_3`, ... where a name is taken.
import {
  type AttributeProto,
  attributeTypes,
  type ElementType,
  elementTypes,
  type GraphProto,
  type NodeProto,
  type TensorProto,
  type ValueInfoProto,
} from '../proto/messages.ts';

/** A length, or the name of one that only a call knows: `N`, the number of rows. */
export type Shape = readonly (number | string)[];

export interface Value {
  name: string;
  type: ElementType;
  shape: Shape;
}

type Numbers = readonly number[] | Float32Array;
type Attribute =
  | number
  | { ints: number[] }
  | { floats: number[] }
  | { strings: string[] }
  | { float: number };

/** What a node puts out; left out: what its first input is. */
interface Result {
  type?: ElementType;
  shape?: Shape;
  /** Wanted. */
  name?: string;
  attributes?: Record<string, Attribute>;
  domain?: 'ai.onnx.ml';
}

export class GraphBuilder {
  readonly #taken = new Set(['']);
  readonly #nodes: NodeProto[] = [];
  readonly #initializers: TensorProto[] = [];
  readonly #inputs: ValueInfoProto[] = [];
  readonly #outputs: ValueInfoProto[] = [];
  readonly #between: ValueInfoProto[] = [];

  /** @param reserved names that only `constant` with `exact` takes. */
  constructor(reserved: readonly string[]) {
    for (const name of reserved) this.#taken.add(name);
  }

  input(wanted: string, type: ElementType, shape: Shape, docString: string): Value {
    const value = { name: this.#free(wanted), type, shape };
    this.#inputs.push({ ...valueInfo(value), docString });
    return value;
  }

  /** Numbers or texts that are written into the file. @param exact a reserved name. */
  constant(name: string, type: ElementType, shape: number[], data: Numbers | string[], exact = false): Value {
    const value = { name: exact ? name : this.#free(name), type, shape };
    const content =
      type === 'string'
        ? { stringData: (data as string[]).map(utf8) }
        : { rawData: bytesOf(type, data as Numbers) };
    this.#initializers.push({ name: value.name, dims: shape, dataType: elementTypes[type], ...content });
    return value;
  }

  node(opType: string, inputs: readonly Value[], result: Result = {}): Value {
    const { type = inputs[0]!.type, shape = inputs[0]!.shape, attributes = {}, domain } = result;
    const value = { name: this.#free(result.name ?? opType.toLowerCase()), type, shape };
    this.#nodes.push({
      input: inputs.map(({ name }) => name),
      output: [value.name],
      name: value.name,
      opType,
      attribute: Object.entries(attributes).map(([name, of]) => attribute(name, of)),
      ...(domain === undefined ? {} : { domain }),
    });
    this.#between.push(valueInfo(value));
    return value;
  }

  /** Names `value` as one of the graph's outputs. */
  output(name: string, value: Value, docString: string): void {
    const named = this.node('Identity', [value], { name });
    this.#between.pop();
    this.#outputs.push({ ...valueInfo(named), docString });
  }

  graph(name: string, docString: string): GraphProto {
    return {
      node: this.#nodes,
      name,
      initializer: this.#initializers,
      docString,
      input: this.#inputs,
      output: this.#outputs,
      valueInfo: this.#between,
    };
  }

  #free(wanted: string): string {
    let name = wanted;
    for (let n = 2; this.#taken.has(name); n++) name = `${wanted}_${n}`;
    this.#taken.add(name);
    return name;
  }
}

function valueInfo({ name, type, shape }: Value): ValueInfoProto {
  const dim = shape.map((length) =>
    typeof length === 'number' ? { dimValue: length } : { dimParam: length },
  );
  return { name, type: { tensorType: { elemType: elementTypes[type], shape: { dim } } } };
}

function attribute(name: string, value: Attribute): AttributeProto {
  const empty = { name, floats: [], ints: [], strings: [] };
  if (typeof value === 'number') return { ...empty, i: value, type: attributeTypes.int };
  if ('float' in value) return { ...empty, f: value.float, type: attributeTypes.float };
  if ('ints' in value) return { ...empty, ints: value.ints, type: attributeTypes.ints };
  if ('floats' in value) return { ...empty, floats: value.floats, type: attributeTypes.floats };
  return { ...empty, strings: value.strings.map(utf8), type: attributeTypes.strings };
}

const utf8 = (text: string) => new TextEncoder().encode(text);

function bytesOf(type: ElementType, data: Numbers): Uint8Array {
  if (type === 'float') return bytes(data instanceof Float32Array ? data : Float32Array.from(data));
  if (type === 'double') return bytes(Float64Array.from(data));
  if (type === 'int64') return bytes(BigInt64Array.from(data as readonly number[], BigInt));
  if (type === 'bool') return Uint8Array.from(data);
  throw new Error(`No constant of the type ${type} is written.`);
}

const bytes = ({ buffer, byteOffset, byteLength }: Float32Array | Float64Array | BigInt64Array) =>
  new Uint8Array(buffer, byteOffset, byteLength);
