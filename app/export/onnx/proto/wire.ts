// Protocol-buffer messages <-> bytes, by a table of a message's fields. Varints, tags and lengths are read and written by @bufbuild/protobuf;
// here is only which number means which field. Fields that a table does not list are skipped. A file may come from anyone: bytes
// are views of the file, and the number of messages is limited, since an empty one takes two bytes.
import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire';

type Scalar = number | string | Uint8Array;
type ScalarType = 'int' | 'float' | 'double' | 'text' | 'bytes';

export interface Field {
  /** Its number in the .proto file. */
  at: number;
  type: ScalarType | Message<object>;
  many: boolean;
}

/** Repeated fields are arrays, empty where there is none; all others are undefined where they are absent. */
export interface Message<Value extends object> {
  fields: { readonly [Key in keyof Required<Value>]: Field };
}

export const one = (at: number, type: Field['type']): Field => ({ at, type, many: false });
export const many = (at: number, type: Field['type']): Field => ({ at, type, many: true });

const mostMessages = 500_000;

export function encodeMessage<Value extends object>(message: Message<Value>, value: Value): Uint8Array {
  const writer = new BinaryWriter();
  writeMessage(writer, message, value);
  return writer.finish();
}

function writeMessage<Value extends object>(
  writer: BinaryWriter,
  { fields }: Message<Value>,
  value: Value,
): void {
  for (const key of Object.keys(fields) as (keyof Value)[]) {
    const { at, type, many: repeated } = fields[key];
    const content: unknown = value[key];
    if (content === undefined) continue;
    for (const item of repeated ? (content as unknown[]) : [content]) writeField(writer, at, type, item);
  }
}

function writeField(writer: BinaryWriter, at: number, type: Field['type'], item: unknown): void {
  if (typeof type === 'object') {
    writer.tag(at, WireType.LengthDelimited).fork();
    writeMessage(writer, type, item as object);
    writer.join();
  } else writeScalar[type](writer, at, item as never);
}

const writeScalar = {
  int: (writer: BinaryWriter, at: number, x: number) => writer.tag(at, WireType.Varint).int64(x),
  float: (writer: BinaryWriter, at: number, x: number) => writer.tag(at, WireType.Bit32).float(x),
  double: (writer: BinaryWriter, at: number, x: number) => writer.tag(at, WireType.Bit64).double(x),
  text: (writer: BinaryWriter, at: number, x: string) => writer.tag(at, WireType.LengthDelimited).string(x),
  bytes: (writer: BinaryWriter, at: number, x: Uint8Array) =>
    writer.tag(at, WireType.LengthDelimited).bytes(x),
};

/** Throws Error with the reason where `bytes` are no such message. */
export function decodeMessage<Value extends object>(message: Message<Value>, bytes: Uint8Array): Value {
  return readMessage(new BinaryReader(bytes), bytes.length, message, { left: mostMessages });
}

function readMessage<Value extends object>(
  reader: BinaryReader,
  end: number,
  { fields }: Message<Value>,
  messages: { left: number },
): Value {
  if (messages.left-- === 0) throw new Error(`it has more than ${mostMessages} parts`);
  const keys = Object.keys(fields) as (keyof Value)[];
  const byNumber = new Map(keys.map((key) => [fields[key].at, key]));
  const value = Object.fromEntries(keys.filter((key) => fields[key].many).map((key) => [key, []])) as Value;
  while (reader.pos < end) {
    const [at, wire] = reader.tag();
    const key = byNumber.get(at);
    if (key === undefined) reader.skip(wire, at);
    else take(value, key, fields[key], readField(reader, wire, fields[key], end, messages));
  }
  if (reader.pos !== end) throw new Error('a part of it ends behind its length');
  return value;
}

function take<Value extends object>(
  value: Value,
  key: keyof Value,
  { many: repeated }: Field,
  items: unknown[],
): void {
  if (!repeated) value[key] = items.at(-1) as never;
  else for (const item of items) (value[key] as unknown[]).push(item);
}

const wireTypes: Record<ScalarType, WireType> = {
  int: WireType.Varint,
  float: WireType.Bit32,
  double: WireType.Bit64,
  text: WireType.LengthDelimited,
  bytes: WireType.LengthDelimited,
};

/** One item, or all items of a packed field. */
function readField(
  reader: BinaryReader,
  wire: WireType,
  { at, type }: Field,
  end: number,
  messages: { left: number },
): unknown[] {
  const expected = typeof type === 'object' ? WireType.LengthDelimited : wireTypes[type];
  if (typeof type !== 'object' && wire === expected) return [readScalar(reader, type)];
  if (wire !== WireType.LengthDelimited) throw new Error(`its field ${at} has the wire type ${wire}`);
  const until = reader.uint32() + reader.pos;
  if (until > end) throw new Error(`its field ${at} is longer than what it stands in`);
  if (typeof type === 'object') return [readMessage(reader, until, type, messages)];
  const items: Scalar[] = [];
  while (reader.pos < until) items.push(readScalar(reader, type));
  if (reader.pos !== until) throw new Error(`its field ${at} ends within a number`);
  return items;
}

function readScalar(reader: BinaryReader, type: ScalarType): Scalar {
  switch (type) {
    case 'int': {
      const x = Number(reader.int64());
      if (!Number.isSafeInteger(x)) throw new Error(`it holds the integer ${x}, which is too large`);
      return x;
    }
    case 'float':
      return reader.float();
    case 'double':
      return reader.double();
    case 'text':
      return reader.string(true);
    case 'bytes':
      return reader.bytes();
  }
}
