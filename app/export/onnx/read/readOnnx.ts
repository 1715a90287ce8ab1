// An ONNX file -> the tensors and metadata of a model file. One that Chainrule wrote carries both, bit for bit; one of another program is read
// from its graph if that is a stack of dense layers.
import { foreignModel } from '../../foreign/foreignModel.ts';
import { modelFormat } from '../../modelKind.ts';
import { damaged, type Tensor } from '../../tensors.ts';
import { type GraphProto, type ModelProto, modelMessage } from '../proto/messages.ts';
import { tensorData } from '../proto/tensorData.ts';
import { decodeMessage } from '../proto/wire.ts';
import { foreignNetwork } from './foreignGraph.ts';

type Content = { tensors: Tensor[]; metadata: Record<string, string> };

/** Throws AppError model_damaged; `path` is only for the sentence. */
export function tensorsOfOnnx(bytes: Uint8Array, path: string): Content {
  const { graph, metadataProps, functions } = messageOf(bytes, path);
  if (graph === undefined) throw damaged(path, 'it has no graph');
  const metadata = Object.fromEntries(metadataProps.map(({ key, value }) => [key ?? '', value ?? '']));
  try {
    if (metadata.format === modelFormat) return { tensors: ownTensors(graph), metadata };
    if (functions!.length > 0) throw new Error('it defines operators of its own');
    return foreignModel(foreignNetwork(graph));
  } catch (error) {
    if (error instanceof TypeError) throw error;
    throw damaged(path, error instanceof Error ? error.message : String(error), error);
  }
}

function messageOf(bytes: Uint8Array, path: string): ModelProto {
  try {
    return decodeMessage(modelMessage, bytes);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw damaged(path, `it is not an ONNX file, or was cut off: ${reason}`, error);
  }
}

/** Weights keep their names of the model file; all other constants follow from the metadata. */
function ownTensors({ initializer }: GraphProto): Tensor[] {
  return initializer
    .filter(({ name = '' }) => /^(members\.\d+\.)?layers\.\d+\./.test(name))
    .map((proto) => {
      const { type, shape, data } = tensorData(proto);
      if (type !== 'float')
        throw new Error(`the tensor "${proto.name}" is of the type ${type} instead of float`);
      return { name: proto.name!, shape, data: Float32Array.from(data as Float64Array) };
    });
}
