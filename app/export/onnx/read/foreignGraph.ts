// A graph that another program wrote -> its stack of dense layers, what goes in and what comes out. Everything that is no such stack is refused
// with the operator and where it stands.

import { type ForeignNetwork, network, networkOfNumbers } from '../../foreign/foreignNetwork.ts';
import { Refusal, type StackValue } from '../../foreign/stack.ts';
import { attributesOf } from '../proto/attributes.ts';
import type { GraphProto, NodeProto, ValueInfoProto } from '../proto/messages.ts';
import { tensorData } from '../proto/tensorData.ts';
import { type ForeignValue, readers } from './foreignNodes.ts';

/** Throws Refusal, whose message is a clause. */
export function foreignNetwork(graph: GraphProto): ForeignNetwork {
  if (graph.sparseInitializer!.length > 0) throw new Refusal('it has sparse weights');
  const values = valuesOf(graph);
  const outputs = graph.output.map(({ name = '' }) => ({ name, value: values.get(name) }));
  const classes = outputs.flatMap(({ value }) => classNames(value))[0] ?? null;
  for (const { value } of outputs)
    if (value?.kind === 'probabilities')
      return network(value.base, { kind: 'classes', names: value.classes ?? classes });
  const stacks = outputs.filter(({ value }) => value?.kind === 'stack') as {
    name: string;
    value: StackValue;
  }[];
  if (stacks.length > 1) throw new Refusal(`it has ${stacks.length} outputs of numbers`);
  const [only] = stacks;
  if (only === undefined) throw new Refusal(reasonOf(outputs.map(({ value }) => value)));
  return networkOfNumbers(only);
}

function classNames(value: ForeignValue | undefined): string[][] {
  const named = value?.kind === 'chosen' || value?.kind === 'probabilities' ? value.classes : null;
  return named === null ? [] : [named];
}

function reasonOf(values: (ForeignValue | undefined)[]): string {
  const refused = values.find((value) => value?.kind === 'refused');
  return refused?.kind === 'refused' ? refused.reason : 'its outputs do not depend on dense layers';
}

function valuesOf(graph: GraphProto): Map<string, ForeignValue> {
  const values = new Map<string, ForeignValue>();
  for (const proto of graph.initializer)
    values.set(proto.name ?? '', { kind: 'constant', tensor: tensorData(proto) });
  for (const info of graph.input)
    if (!values.has(info.name ?? '')) values.set(info.name ?? '', inputOf(info));
  for (const node of graph.node) {
    const value = readNode(node, values);
    for (const [i, name] of node.output.entries())
      values.set(name, i === 0 ? value : { kind: 'refused', reason: `its output "${name}" is not read` });
  }
  return values;
}

function inputOf({ name = '', type }: ValueInfoProto): StackValue {
  const dims = type?.tensorType?.shape?.dim;
  const width = dims === undefined || dims.length < 2 ? null : (dims.at(-1)!.dimValue ?? null);
  const base = { inputs: [{ name, width }], scaling: null, layers: [], linear: null, after: null };
  return { kind: 'stack', base, formula: null, size: 0 };
}

function readNode(node: NodeProto, values: Map<string, ForeignValue>): ForeignValue {
  const read = node.input.filter((name) => name !== '').map((name) => values.get(name));
  const where = `the operator ${node.opType ?? ''}${node.name ? ` of its node "${node.name}"` : ''}`;
  if (read.includes(undefined))
    return { kind: 'refused', reason: `${where} reads a value that is not there` };
  const refused = read.find((value) => value?.kind === 'refused');
  if (refused !== undefined) return refused;
  const reader = Object.hasOwn(readers, node.opType ?? '') ? readers[node.opType!] : undefined;
  if (reader === undefined)
    return { kind: 'refused', reason: `${where} is none of a network of dense layers` };
  try {
    return reader(read as ForeignValue[], attributesOf(node));
  } catch (error) {
    if (error instanceof Refusal) return { kind: 'refused', reason: `${where} ${error.message}` };
    throw error;
  }
}
