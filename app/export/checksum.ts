// The checksum of a model file: one SHA-256 over all that it says, so that a damaged file is not opened as another model. Both forms of a file
// have the same one, and so has a file whose tensors are stored in another order. It protects from damage, not from people.
import { createHash } from 'node:crypto';
import { littleEndian } from './fingerprint.ts';
import type { Metadata } from './modelMetadata.ts';
import { damaged, type Tensor } from './tensors.ts';

/** The first version whose files must have it. */
const checksumSince = 3;

interface Content {
  tensors: readonly Tensor[];
  metadata: Metadata;
}

/** The metadata with its checksum. */
export function sealed({ tensors, metadata }: Content): Metadata {
  return { ...metadata, checksum: checksumOf({ tensors, metadata }) };
}

/** In hex, over the tensors in the order of their names, each as the line `<name> [<shape>]` and its bytes, then over the metadata in the order
 *  of its keys, each as the lines `<key>` and `<text>`, without the checksum itself. */
function checksumOf({ tensors, metadata }: Content): string {
  const hash = createHash('sha256');
  for (const { name, shape, data } of tensors.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    hash.update(`${name} [${shape.join(', ')}]\n`);
    hash.update(littleEndian(data));
  }
  for (const key of Object.keys(metadata).sort())
    if (key !== 'checksum') hash.update(`${key}\n${metadata[key]}\n`);
  return hash.digest('hex');
}

/** Throws AppError model_damaged where the checksum is another one, or is missing in a file that must have it. */
export function checkChecksum(content: Content, path: string): void {
  const { checksum, formatVersion } = content.metadata;
  if (checksum === undefined) {
    if (Number(formatVersion) >= checksumSince) throw damaged(path, 'it has no checksum');
  } else if (checksum !== checksumOf(content)) throw damaged(path, 'its checksum does not match its content');
}
