// The hash of a file that a library reads by its path; our own code reads the bytes only for the hash.
import { createHash } from 'node:crypto';
import { filePieces } from '../filePieces.ts';
import { type OpenFile, requireUnchanged } from '../openFile.ts';

const readBytes = 2 ** 20;

/** SHA-256, hex. Rejects with AppError file_changed; the signal's reason when aborted. */
export async function hashOf(
  file: OpenFile,
  { signal }: { signal?: AbortSignal | undefined },
): Promise<string> {
  const hash = createHash('sha256');
  for await (const { bytes } of filePieces(file, readBytes, signal)) hash.update(bytes);
  await requireUnchanged(file);
  return hash.digest('hex');
}
