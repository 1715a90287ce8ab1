// Whether a file is a trained model, from its first bytes: safetensors (also a foreign one, which reading it then refuses with its
// reason), JSON that begins by saying that Chainrule wrote it, a zip archive whose first entry is that of our .npz files, ONNX, or Keras's
// files.

/** Format name in the metadata of our model files. */
export const modelFormat = 'chainrule';

/** The entry of our .npz files that holds the metadata: a JSON object of texts. */
export const metadataEntry = 'metadata.json';

const lengthBytes = 8;
const openingBrace = 0x7b;

/** @param head the first bytes of a file. @param size bytes of the whole file. */
export function isModelHead(head: Uint8Array, size: number): boolean {
  return isSafetensors(head, size) || [isModelJson, isModelNpz, isOnnx, isKeras].some((is) => is(head));
}

/** The first eight bytes are the length of a JSON header that fits into the file. As a length, text would mean many terabytes. */
export function isSafetensors(head: Uint8Array, size: number): boolean {
  if (head.length <= lengthBytes || head[lengthBytes] !== openingBrace) return false;
  const length = new DataView(head.buffer, head.byteOffset, head.byteLength).getBigUint64(0, true);
  return length >= 2n && length <= BigInt(size - lengthBytes);
}

/** Its first entry is the metadata, as in Keras's archives. */
export function isModelNpz(head: Uint8Array): boolean {
  const [signature, at] = ['PK\x03\x04', 30];
  const text = latin1(head.subarray(0, at + metadataEntry.length));
  return text.startsWith(signature) && text.slice(at) === metadataEntry && !isKerasArchive(head);
}

/** A protocol buffer that begins with its version, as all writers of ONNX begin: field 1, a small number, then a field that a model has. */
export function isOnnx(head: Uint8Array): boolean {
  const [first, version, next] = head;
  // No text begins with a backspace. Tags of the fields 2 to 8 and, in two bytes, of 14 to 25.
  const tags = [0x12, 0x1a, 0x22, 0x28, 0x32, 0x3a, 0x42, 0x72];
  return first === 0x08 && version! >= 1 && version! <= 64 && tags.includes(next!);
}

/** An archive, or HDF5, as Keras 2 wrote models. */
export function isKeras(head: Uint8Array): boolean {
  return isKerasArchive(head) || latin1(head.subarray(0, 8)) === '\x89HDF\r\n\x1a\n';
}

/** A zip archive whose first two entries are those of Keras. */
export function isKerasArchive(head: Uint8Array): boolean {
  const names = latin1(head.subarray(0, 4_096))
    .split('PK\x03\x04')
    .map((entry) => entry.slice(26));
  return (names[1]?.startsWith(metadataEntry) && names[2]?.startsWith('config.json')) ?? false;
}

const latin1 = (bytes: Uint8Array) => new TextDecoder('latin1').decode(bytes);

export function isModelJson(head: Uint8Array): boolean {
  const text = new TextDecoder().decode(head.subarray(0, 200)).trimStart();
  return new RegExp(`^\\{\\s*"format"\\s*:\\s*"${modelFormat}"`).test(text);
}
