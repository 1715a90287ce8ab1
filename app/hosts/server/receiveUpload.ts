// Streams an upload to the home folder, with one buffer in memory at a time. An upload that breaks off, or that would fill the disk, is
// removed.
import { createWriteStream } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AppError } from '../../contract/issues/errors.ts';
import { writeFailure } from '../../storage/atomic.ts';
import { privateFile } from '../../storage/privacy.ts';
import { newUpload, removeUpload } from '../../storage/uploads.ts';
import type { ReceiveUpload } from './uploadRequest.ts';

/** Bytes to leave free on the disk, for runs and other programs. */
const reserve = 64 * 2 ** 20;

/** Throws AppError disk_full or disk_write_failed; an aborted signal rejects with an AbortError. */
export function receiveInto(home: string): ReceiveUpload {
  return async ({ name, bytes, size, signal }) => {
    const { id, path } = await newUpload(home, name);
    try {
      const { bavail, bsize } = await statfs(dirname(path));
      const limit = Math.max(0, bavail * bsize - reserve);
      if (size !== null && size > limit) throw tooLarge(path, name, size, limit);
      // Destroying the request on failure would also close the socket that the refusal is sent on.
      const pieces = bytes.iterator({ destroyOnReturn: false });
      await pipeline(
        pieces,
        atMost(limit, path, name),
        createWriteStream(path, { flags: 'wx', mode: privateFile }),
        { signal },
      );
      return id;
    } catch (error) {
      await removeUpload(home, id);
      throw error instanceof AppError || signal.aborted ? error : writeFailure(path, error);
    }
  };
}

function atMost(limit: number, path: string, name: string) {
  let total = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      total += chunk.length;
      if (total > limit) done(tooLarge(path, name, total, limit));
      else done(null, chunk);
    },
  });
}

function tooLarge(path: string, name: string, size: number, limit: number) {
  const megabytes = (bytes: number) => `${Math.ceil(bytes / 2 ** 20)} MB`;
  return new AppError(
    'disk_full',
    `${name} has ${megabytes(size)} or more; ${dirname(path)} has room for ${megabytes(limit)}. Make room on that disk and drop the file again.`,
    { path: dirname(path) },
  );
}
