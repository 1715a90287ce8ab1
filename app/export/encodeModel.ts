// A trained model -> the bytes of one .safetensors file, which says all that is needed to use it again: weights, how columns become inputs,
// what outputs mean, and how good it was. docs/model-format.md describes it; decodeModel.ts reads it.
import type { Model } from '../contract/model.ts';
import { sealed } from './checksum.ts';
import { memberTensors } from './memberTensors.ts';
import { metadataOf } from './modelMetadata.ts';
import { encodeTensors } from './tensors.ts';

export function encodeModel(model: Model): Uint8Array {
  const tensors = memberTensors(model);
  return encodeTensors(tensors, sealed({ tensors, metadata: metadataOf(model) }));
}
