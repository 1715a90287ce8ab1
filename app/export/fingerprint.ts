// One short name for a network's weights: SHA-256 over the float32 little-endian bytes of weight and bias, layer by
// layer. Same spec, data and seed give the same fingerprint on every machine.
import { createHash } from 'node:crypto';
import type { LayerWeights } from '../contract/model.ts';

/** 64 hex digits. */
export function fingerprint(layers: readonly LayerWeights[]): string {
  const hash = createHash('sha256');
  for (const { weight, bias } of layers) {
    hash.update(littleEndian(weight));
    hash.update(littleEndian(bias));
  }
  return hash.digest('hex');
}

/** The numbers' own bytes: every platform that Node runs our engine on is little-endian. */
export function littleEndian(numbers: Float32Array): Uint8Array {
  return new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
}
