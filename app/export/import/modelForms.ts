// Every form of file that a model is read from: by which bytes it is known, and how it becomes tensors and metadata. What the file is called
// does not count.
import { isHdf5, isKeras, isModelJson, isModelNpz, isOnnx, isSafetensors } from '../modelKind.ts';
import { tensorsOfOnnx } from '../onnx/read/readOnnx.ts';
import { tensorsOfNpz } from '../python/npz.ts';
import { tensorsOfJson } from '../readJson.ts';
import { damaged, decodeTensors } from '../tensors.ts';
import type { Content } from './modelOfTensors.ts';

interface ModelForm {
  /** @param head the file's first bytes, or all of them. @param size bytes of the whole file. */
  isHead: (head: Uint8Array, size: number) => boolean;
  /** Throws AppError model_damaged; `path` is only for the sentence. */
  read: (bytes: Uint8Array, path: string) => Content;
}

const keras: ModelForm['read'] = (_, path) => {
  throw damaged(
    path,
    'it is a Keras file, whose layers are not read; save the model as ONNX (model.export("model.onnx", format="onnx")) and open that',
  );
};

/** The first that knows the head reads the file; what none knows is read as safetensors. */
const forms: readonly ModelForm[] = [
  // Before ONNX: the length that a safetensors file begins with may look like its first bytes.
  { isHead: isSafetensors, read: decodeTensors },
  { isHead: isHdf5, read: keras },
  { isHead: isKeras, read: keras },
  { isHead: isModelNpz, read: tensorsOfNpz },
  { isHead: isModelJson, read: tensorsOfJson },
  { isHead: isOnnx, read: tensorsOfOnnx },
];

export function contentOf(bytes: Uint8Array, path: string): Content {
  const read = forms.find(({ isHead }) => isHead(bytes, bytes.length))?.read ?? decodeTensors;
  return read(bytes, path);
}
