// A node's attributes by name, with what the operator takes where one is left out.
import type { NodeProto } from './messages.ts';
import { type Tensor, tensorData } from './tensorData.ts';

export interface Attributes {
  int(name: string, otherwise: number): number;
  float(name: string, otherwise: number): number;
  ints(name: string): number[] | null;
  floats(name: string): number[] | null;
  texts(name: string): string[] | null;
  tensor(name: string): Tensor | null;
  names: string[];
}

export function attributesOf({ attribute }: NodeProto): Attributes {
  const named = new Map(attribute.map((one) => [one.name ?? '', one]));
  const decoder = new TextDecoder();
  const list = <Item>(items: Item[] | undefined) =>
    items === undefined || items.length === 0 ? null : items;
  return {
    int: (name, otherwise) => named.get(name)?.i ?? otherwise,
    float: (name, otherwise) => named.get(name)?.f ?? otherwise,
    ints: (name) => list(named.get(name)?.ints),
    floats: (name) => list(named.get(name)?.floats),
    texts: (name) => list(named.get(name)?.strings?.map((bytes) => decoder.decode(bytes))),
    tensor(name) {
      const proto = named.get(name)?.t;
      return proto === undefined ? null : tensorData(proto);
    },
    names: [...named.keys()],
  };
}
