// Whether two networks have the same bits: SHA-256 over the bytes of their tensors, layer by layer.
import { createHash } from 'node:crypto';
import type { Floats, LayerWeights } from '../../../../app/contract/model.ts';

/** As the product's fingerprint: weight before bias, and nothing else. */
export function fingerprint(layers: LayerWeights<Floats>[]): string {
  return hashOf(layers.flatMap(({ weight, bias }) => [weight, bias]));
}

/** Over every tensor: normalisation's too, with its running statistics. */
export function wholeFingerprint(layers: LayerWeights<Floats>[]): string {
  return hashOf(
    layers.flatMap(({ weight, bias, normalization }) => {
      const { gamma, beta, mean, variance } = normalization ?? {};
      return [weight, bias, gamma, beta, mean, variance].filter((tensor) => tensor !== undefined);
    }),
  );
}

function hashOf(tensors: Floats[]): string {
  const hash = createHash('sha256');
  for (const { buffer, byteOffset, byteLength } of tensors)
    hash.update(new Uint8Array(buffer, byteOffset, byteLength));
  return hash.digest('hex');
}
