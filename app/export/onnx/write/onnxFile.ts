// A model -> the bytes of an ONNX file (opset 13, IR version 8), with everything that the model file says in its metadata.
// docs/export/onnx.md describes it. The variant `network` begins behind the preparation.
import { AppError } from '../../../contract/issues/errors.ts';
import { inputNames } from '../../../contract/model.ts';
import { layerTensors } from '../../layerTensors.ts';
import { metadataOf } from '../../modelMetadata.ts';
import type { PortableModel } from '../../portable/portableModel.ts';
import { type GraphProto, modelMessage } from '../proto/messages.ts';
import { encodeMessage } from '../proto/wire.ts';
import { GraphBuilder } from './graphBuilder.ts';
import { inputNodes } from './inputNodes.ts';
import { networkNodes, tensorPrefix } from './networkNodes.ts';
import { outputNodes } from './outputNodes.ts';

const opset = 13;
/** Of ai.onnx.ml: LabelEncoder between any two types. */
const mlOpset = 2;
const irVersion = 8;
/** What a protocol buffer can hold. */
const mostBytes = 2 ** 31 - 1;

/** Raw values in, one input for each column; numbers in their units, or labels and probabilities out. */
export function encodeOnnx(portable: PortableModel): Uint8Array {
  return encoded(portable, (graph) => inputNodes(graph, portable.model.preparation));
}

/** `inputs` `[N, inputs]` in, prepared as the metadata says; the same outputs. */
export function encodeOnnxNetwork(portable: PortableModel): Uint8Array {
  const names = inputNames(portable.model.preparation);
  return encoded(portable, (graph) =>
    graph.input(
      'inputs',
      'float',
      ['N', names.length],
      `Prepared as the metadata says: ${names.join(', ')}.`,
    ),
  );
}

function encoded(portable: PortableModel, inputs: (graph: GraphBuilder) => ReturnType<typeof inputNodes>) {
  const { networks, output } = portable;
  const tensors = networks.flatMap((layers, m) => layerTensors(tensorPrefix(m, networks.length), layers));
  refuseTooLarge(tensors.reduce((sum, { data }) => sum + data.byteLength, 0));
  const graph = new GraphBuilder(tensors.map(({ name }) => name));
  const prepared = inputs(graph);
  const outputs = networks.map((layers, m) =>
    networkNodes(graph, layers, tensorPrefix(m, networks.length), prepared),
  );
  outputNodes(graph, output, outputs);
  const whole = graph.graph('chainrule', docOf(portable));
  const bytes = encodeMessage(modelMessage, {
    irVersion,
    producerName: 'Chainrule',
    opsetImport: operatorSets(whole),
    graph: whole,
    metadataProps: Object.entries(metadataOf(portable.model)).map(([key, value]) => ({ key, value })),
  });
  refuseTooLarge(bytes.length);
  return bytes;
}

function docOf({ names, networks }: PortableModel): string {
  const members = networks.length === 1 ? 'A network' : `The mean of ${networks.length} networks`;
  return `${members} of ${names.length} outputs, made by Chainrule.`;
}

function operatorSets({ node }: GraphProto): { domain: string; version: number }[] {
  const ml = node.some(({ domain }) => domain !== undefined);
  return [{ domain: '', version: opset }, ...(ml ? [{ domain: 'ai.onnx.ml', version: mlOpset }] : [])];
}

function refuseTooLarge(bytes: number): void {
  if (bytes <= mostBytes) return;
  throw new AppError(
    'export_unsuited',
    `An ONNX file holds at most ${mostBytes} bytes, and the model needs ${bytes}. Export it as safetensors.`,
    { format: 'ONNX', why: 'bytes', found: bytes, limit: mostBytes },
  );
}
