// The hash of a file that is read by somebody else.
import { createHash } from 'node:crypto';
import { changedFile, type OpenFile, requireUnchanged } from '../openFile.ts';

const readBytes = 2 ** 20;

/** SHA-256, hex. Rejects with AppError file_changed; the signal's reason when aborted. */
export async function hashOf(
  file: OpenFile,
  { signal }: { signal?: AbortSignal | undefined },
): Promise<string> {
  const hash = createHash('sha256');
  const raw = Buffer.allocUnsafe(Math.min(readBytes, file.bytes));
  for (let offset = 0; offset < file.bytes; ) {
    signal?.throwIfAborted();
    const { bytesRead } = await file.handle.read(raw, 0, Math.min(raw.length, file.bytes - offset), offset);
    if (bytesRead === 0) throw changedFile(file.fileName);
    hash.update(raw.subarray(0, bytesRead));
    offset += bytesRead;
  }
  await requireUnchanged(file);
  return hash.digest('hex');
}
