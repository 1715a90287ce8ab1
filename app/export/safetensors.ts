// A trained model <-> the bytes of one .safetensors file (its JSON and its NumPy form are read too), which says all that is needed to use it again: weights, how
// columns become inputs, what outputs mean, and how good it was. docs/model-format.md describes it.
import type { Model } from '../contract/model.ts';
import { checkModel } from './checkModel.ts';
import { checkChecksum, sealed } from './checksum.ts';
import { memberTensors, takeMembers } from './memberTensors.ts';
import { isModelJson, isModelNpz, modelFormat } from './modelKind.ts';
import { checkFormat, type Metadata, metadataOf, modelFormatVersion, readMetadata } from './modelMetadata.ts';
import { tensorsOfNpz } from './python/npz.ts';
import { checkRepeated, tensorsOfJson } from './readJson.ts';
import { damaged, decodeTensors, encodeTensors, type Tensor } from './tensors.ts';

export function encodeModel(model: Model): Uint8Array {
  const tensors = memberTensors(model);
  return encodeTensors(tensors, sealed({ tensors, metadata: metadataOf(model) }));
}

/** The model in `bytes`, in any of its forms; `path` is only for the sentence. Throws AppError model_damaged, or model_version_newer
 *  if a later Chainrule wrote it. The result is valid: shapes fit the spec and the preparation, all numbers are finite. */
export function decodeModel(bytes: Uint8Array, path: string): Model {
  if (isModelNpz(bytes)) return modelOf(tensorsOfNpz(bytes, path), path);
  if (!isModelJson(bytes)) return modelOf(decodeTensors(bytes, path), path);
  const { repeated, ...content } = tensorsOfJson(bytes, path);
  const model = modelOf(content, path);
  checkRepeated(repeated, model, path);
  return model;
}

/** A model from what a file of any container holds. Throws as `decodeModel`. */
export function modelOf(
  { tensors, metadata }: { tensors: Tensor[]; metadata: Metadata },
  path: string,
): Model {
  checkFormat(metadata, modelFormat, modelFormatVersion, path);
  checkChecksum({ tensors, metadata }, path);
  const { spec, preparation, metrics, ...optional } = readMetadata(metadata, path);
  const double = tensors.find(({ data }) => data instanceof Float64Array);
  if (double !== undefined) throw damaged(path, `tensor "${double.name}" is float64; a model's are float32`);
  const named = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  const members = takeMembers(spec, named, path);
  for (const name of named.keys()) throw damaged(path, `tensor "${name}" does not belong to its spec`);
  const model = { spec, preparation, members, metrics, ...optional };
  checkModel(model, path);
  return model;
}
