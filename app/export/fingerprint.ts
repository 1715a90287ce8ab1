// The fingerprint of a network's weights: SHA-256 over the float32 little-endian bytes of its tensors, layer by layer and in the order
// of the model file; of an ensemble, member by member. The same spec, data and seed give the same fingerprint on every machine.
import { createHash } from 'node:crypto';
import type { Floats, LayerWeights, Model } from '../contract/model.ts';
import { layerTensors } from './layerTensors.ts';

/** 64 hex digits. */
export function fingerprint(layers: readonly LayerWeights[]): string {
  const hash = createHash('sha256');
  for (const { data } of layerTensors('layers', layers)) hash.update(littleEndian(data));
  return hash.digest('hex');
}

/** Of all members in their order: that of its network where there is only one. */
export function modelFingerprint({ members }: Pick<Model, 'members'>): string {
  return fingerprint(members.flat());
}

/** The bytes of the array: every platform where Node runs our engine is little-endian. */
export function littleEndian(numbers: Floats): Uint8Array {
  return new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
}
