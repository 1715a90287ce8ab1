// Every form of file that a model is read from, but for Keras's (keras/readKeras.ts): by which bytes it is known, and how it becomes a model. What the
// file is called does not count.
import type { Model } from '../../contract/model.ts';
import { isModelJson, isModelNpz, isOnnx, isSafetensors } from '../modelKind.ts';
import { tensorsOfOnnx } from '../onnx/read/readOnnx.ts';
import { tensorsOfNpz } from '../python/npz.ts';
import { checkRepeated, tensorsOfJson } from '../readJson.ts';
import { decodeTensors } from '../tensors.ts';
import { type Content, modelOfTensors } from './modelOfTensors.ts';

interface ModelForm {
  /** @param head the file's first bytes, or all of them. @param size bytes of the whole file. */
  isHead: (head: Uint8Array, size: number) => boolean;
  /** Throws AppError model_damaged or model_version_newer; `path` is only for the sentence. */
  read: (bytes: Uint8Array, path: string) => Model;
}

const by =
  (content: (bytes: Uint8Array, path: string) => Content): ModelForm['read'] =>
  (bytes, path) =>
    modelOfTensors(content(bytes, path), path);

const json: ModelForm['read'] = (bytes, path) => {
  const { repeated, ...content } = tensorsOfJson(bytes, path);
  const model = modelOfTensors(content, path);
  checkRepeated(repeated, model, path);
  return model;
};

const safetensors = by(decodeTensors);

/** The first that knows the head reads the file. */
const forms: readonly ModelForm[] = [
  // Before ONNX: the length that a safetensors file begins with may look like its first bytes.
  { isHead: isSafetensors, read: safetensors },
  { isHead: isModelNpz, read: by(tensorsOfNpz) },
  { isHead: isModelJson, read: json },
  { isHead: isOnnx, read: by(tensorsOfOnnx) },
];

/** What no form knows is refused as a damaged safetensors file. */
export function readForm(bytes: Uint8Array, path: string): Model {
  const read = forms.find(({ isHead }) => isHead(bytes, bytes.length))?.read ?? safetensors;
  return read(bytes, path);
}
