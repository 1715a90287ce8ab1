// A model -> the bytes of an ONNX file (opset 13, IR version 8), with everything that the model file says in its metadata.
// docs/export/onnx.md describes it. The variant `network` begins behind the preparation.
import { AppError } from '../../../contract/issues/errors.ts';
import { inputNames } from '../../../contract/model.ts';
import { sealed } from '../../checksum.ts';
import { memberPrefix, memberTensors } from '../../memberTensors.ts';
import { metadataOf } from '../../modelMetadata.ts';
import type { PortableModel } from '../../portable/portableModel.ts';
import { parametersOf } from '../../portable/refusals.ts';
import { type GraphProto, modelMessage } from '../proto/messages.ts';
import { encodeMessage } from '../proto/wire.ts';
import { GraphBuilder } from './graphBuilder.ts';
import { inputNodes } from './inputNodes.ts';
import { networkNodes } from './networkNodes.ts';
import { outputNodes } from './outputNodes.ts';

const opset = 13;
/** Of ai.onnx.ml: LabelEncoder between any two types. */
const mlOpset = 2;
const irVersion = 8;
/** A protocol buffer ends at 2^31 bytes; a 16th of them is left for all that is not weights of 4 bytes. */
const mostParameters = (2 ** 31 / 4 / 16) * 15;

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
  const { model, networks, output } = portable;
  refuseTooLarge(portable);
  const tensors = memberTensors(model);
  const graph = new GraphBuilder(tensors.map(({ name }) => name));
  const prepared = inputs(graph);
  const outputs = networks.map((layers, m) =>
    networkNodes(graph, layers, memberPrefix(model.spec, m), prepared),
  );
  outputNodes(graph, output, outputs);
  const whole = graph.graph('chainrule', docOf(portable));
  return encodeMessage(modelMessage, {
    irVersion,
    producerName: 'Chainrule',
    opsetImport: operatorSets(whole),
    graph: whole,
    metadataProps: Object.entries(sealed({ tensors, metadata: metadataOf(model) })).map(([key, value]) => ({
      key,
      value,
    })),
  });
}

function docOf({ names, networks }: PortableModel): string {
  const members = networks.length === 1 ? 'A network' : `The mean of ${networks.length} networks`;
  return `${members} of ${names.length} outputs, made by Chainrule.`;
}

function operatorSets({ node }: GraphProto): { domain: string; version: number }[] {
  const ml = node.some(({ domain }) => domain !== undefined);
  return [{ domain: '', version: opset }, ...(ml ? [{ domain: 'ai.onnx.ml', version: mlOpset }] : [])];
}

function refuseTooLarge(model: PortableModel): void {
  const found = parametersOf(model);
  if (found <= mostParameters) return;
  throw new AppError(
    'export_unsuited',
    `An ONNX file holds at most ${mostParameters} parameters, since a protocol buffer ends at 2 GiB; the model has ${found}. Export it as safetensors.`,
    { format: 'ONNX', why: 'parameters', found, limit: mostParameters },
  );
}
