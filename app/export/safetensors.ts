// A trained model <-> the bytes of one .safetensors file, which says all that is needed to use it again: weights, how columns become inputs,
// what outputs mean, and how good it was. docs/model-format.md describes it. Reading takes all forms of a model file (import/modelForms.ts).
import type { Model } from '../contract/model.ts';
import { sealed } from './checksum.ts';
import { readForm } from './import/modelForms.ts';
import { memberTensors } from './memberTensors.ts';
import { metadataOf } from './modelMetadata.ts';
import { encodeTensors } from './tensors.ts';

export function encodeModel(model: Model): Uint8Array {
  const tensors = memberTensors(model);
  return encodeTensors(tensors, sealed({ tensors, metadata: metadataOf(model) }));
}

/** The model in `bytes`, in any of its forms; `path` is only for the sentence. Throws AppError model_damaged, or model_version_newer
 *  if a later Chainrule wrote it. The result is valid: shapes fit the spec and the preparation, all numbers are finite. */
export function decodeModel(bytes: Uint8Array, path: string): Model {
  return readForm(bytes, path);
}
