// Writes a text as UTF-8 beside the file: without its mark and its NULs, what does not fit told.
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { Encoding } from '../../../contract/table/reading.ts';
import { throwWriteError } from '../../resources/temporaryFolder.ts';
import { changedFile, type OpenFile, requireUnchanged } from '../openFile.ts';
import { decoderOf } from './decoder.ts';
import { DecodingErrors } from './decodingErrors.ts';
import { Beyond } from './detectEncoding.ts';

const readBytes = 2 ** 19;

export interface Copied {
  /** `cp949` and `windows-1252` where the text turned out to need them. */
  encoding: Encoding;
  errors: DecodingErrors;
  /** SHA-256 of the bytes as they were, hex. */
  hash: string;
}

export interface CopyOptions {
  signal?: AbortSignal | undefined;
  onFraction?: ((fraction: number) => void) | undefined;
}

/** `path` must not exist. Rejects with AppError file_changed, disk_full or disk_write_failed. */
export async function copyDecoded(
  file: OpenFile,
  encoding: Encoding,
  path: string,
  { signal, onFraction }: CopyOptions,
): Promise<Copied> {
  const hash = createHash('sha256');
  const errors = new DecodingErrors();
  const beyond = encoding === 'euc-kr' || encoding === 'iso-8859-1' ? new Beyond(encoding) : null;
  let larger = false;
  const raw = Buffer.allocUnsafe(Math.min(readBytes, file.bytes));
  const out = await open(path, 'wx', 0o600).catch(throwWriteError);
  try {
    let decode: ReturnType<typeof decoderOf> | null = null;
    for (let offset = 0; offset < file.bytes; ) {
      signal?.throwIfAborted();
      const { bytesRead } = await file.handle.read(raw, 0, Math.min(raw.length, file.bytes - offset), offset);
      if (bytesRead === 0) throw changedFile(file.fileName);
      offset += bytesRead;
      const read = raw.subarray(0, bytesRead);
      hash.update(read);
      larger ||= beyond?.found(read) ?? false;
      decode ??= decoderOf(encoding, read);
      const { utf8, bad } = decode(read, offset >= file.bytes);
      errors.add(utf8, bad);
      await out.writeFile(utf8.includes(0) ? withoutNuls(utf8, errors) : utf8).catch(throwWriteError);
      onFraction?.(offset / file.bytes);
    }
  } finally {
    await out.close();
  }
  await requireUnchanged(file);
  return {
    encoding: larger && beyond !== null ? beyond.larger : encoding,
    errors,
    hash: hash.digest('hex'),
  };
}

function withoutNuls(utf8: Buffer, errors: DecodingErrors): Buffer {
  const kept = utf8.filter((byte) => byte !== 0);
  errors.nuls += utf8.length - kept.length;
  return Buffer.from(kept);
}
