// Model files that are wrong in one way only: their checksum belongs to them.
import { sealed } from '../../../app/export/checksum.ts';
import { decodeTensors, encodeTensors, type Tensor } from '../../../app/export/tensors.ts';

export function sealedFile(tensors: readonly Tensor[], metadata: Record<string, string>): Uint8Array {
  return encodeTensors(tensors, sealed({ tensors, metadata }));
}

/** The file with `change` made to its tensors and metadata. */
export function resealed(
  bytes: Uint8Array,
  change: (content: { tensors: Tensor[]; metadata: Record<string, string> }) => void,
): Uint8Array {
  const content = decodeTensors(bytes, 'f');
  change(content);
  return sealedFile(content.tensors, content.metadata);
}

/** A file by hand: the header as given, then `held` bytes of numbers. */
export function fileOf(header: unknown, held: number, length?: bigint): Uint8Array {
  const json = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + json.length + held);
  new DataView(bytes.buffer).setBigUint64(0, length ?? BigInt(json.length), true);
  bytes.set(json, 8);
  return bytes;
}

/** A tensor's entry in a header. */
export const entry = (shape: unknown, begin: unknown, end: unknown, dtype: unknown = 'F32') => ({
  dtype,
  shape,
  data_offsets: [begin, end],
});
