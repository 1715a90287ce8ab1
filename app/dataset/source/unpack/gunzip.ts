// Unpacks gzip as a stream, within the limits of archiveBomb.ts.
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { createGunzip, type Gunzip } from 'node:zlib';
import { AppError } from '../../../contract/issues/errors.ts';
import { throwWriteError } from '../../resources/temporaryFolder.ts';
import { filePieces } from '../filePieces.ts';
import { type OpenFile, requireUnchanged } from '../openFile.ts';
import type { SourceOptions } from '../sourceFile.ts';
import { archiveBomb, unpacksTooFar } from './archiveBomb.ts';
import { waitForDrain } from './waitForDrain.ts';
import { damagedArchive } from './zipDirectory.ts';

const readBytes = 2 ** 18;

/** Returns the packed file's hash. Rejects with AppError archive_damaged, archive_bomb, file_empty, file_changed, disk_full. */
export async function gunzip(
  file: OpenFile,
  path: string,
  options: SourceOptions,
): Promise<{ hash: string }> {
  const { signal, onFraction, head } = options;
  const hash = createHash('sha256');
  const out = await open(path, 'wx', 0o600).catch(throwWriteError);
  const inflate = createGunzip();
  let written = 0;
  let read = 0;
  const feeding = feed(inflate);
  feeding.catch((error: Error) => inflate.destroy(error));
  try {
    for await (const piece of inflate as AsyncIterable<Buffer>) {
      signal?.throwIfAborted();
      written += piece.length;
      if (unpacksTooFar(written, read)) throw archiveBomb(file, written, read);
      await out.writeFile(piece).catch(throwWriteError);
      onFraction?.(read / file.bytes);
      if (head !== undefined && written >= 2 * head) break;
    }
  } catch (error) {
    throw damaged(error, file.fileName);
  } finally {
    inflate.destroy();
    await feeding.catch(() => {});
    await out.close();
  }
  await feeding;
  await requireUnchanged(file);
  return { hash: hash.digest('hex') };

  async function feed(to: Gunzip): Promise<void> {
    for await (const { bytes, end } of filePieces(file, readBytes)) {
      if (to.destroyed) return;
      read = end;
      hash.update(bytes);
      // Copied, since another thread unpacks it while the next piece is read.
      if (!to.write(Buffer.from(bytes))) await waitForDrain(to);
    }
    to.end();
  }
}

function damaged(error: unknown, file: string): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (error instanceof AppError || typeof code !== 'string' || !code.startsWith('Z_')) return error;
  const brokenOff = code === 'Z_BUF_ERROR';
  const reason = brokenOff ? 'it breaks off before its end' : 'its bytes are not those that were packed';
  return damagedArchive(file, reason, error);
}
