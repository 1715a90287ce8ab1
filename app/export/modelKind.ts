// Whether a file is a trained model, from its first bytes: safetensors (also a foreign one, which reading it then refuses with its
// reason), JSON that begins by saying that Chainrule wrote it, or a zip archive whose first entry is that of our .npz files.

/** Format name in the metadata of our model files. */
export const modelFormat = 'chainrule';

/** The entry of our .npz files that holds the metadata: a JSON object of texts. */
export const metadataEntry = 'metadata.json';

const lengthBytes = 8;
const openingBrace = 0x7b;

/** @param head the first bytes of a file. @param size bytes of the whole file. */
export function isModelHead(head: Uint8Array, size: number): boolean {
  return isSafetensors(head, size) || isModelJson(head) || isModelNpz(head);
}

/** The first eight bytes are the length of a JSON header that fits into the file. As a length, text would mean many terabytes. */
function isSafetensors(head: Uint8Array, size: number): boolean {
  if (head.length <= lengthBytes || head[lengthBytes] !== openingBrace) return false;
  const length = new DataView(head.buffer, head.byteOffset, head.byteLength).getBigUint64(0, true);
  return length >= 2n && length <= BigInt(size - lengthBytes);
}

/** Its first entry is the metadata. */
export function isModelNpz(head: Uint8Array): boolean {
  const [signature, at] = ['PK\x03\x04', 30];
  const text = new TextDecoder('latin1').decode(head.subarray(0, at + metadataEntry.length));
  return text.startsWith(signature) && text.slice(at) === metadataEntry;
}

export function isModelJson(head: Uint8Array): boolean {
  const text = new TextDecoder().decode(head.subarray(0, 200)).trimStart();
  return new RegExp(`^\\{\\s*"format"\\s*:\\s*"${modelFormat}"`).test(text);
}
