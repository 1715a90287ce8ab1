// Writes a decoded copy of a text: UTF-8 without a byte-order mark and without NULs. Counts and locates what could not be
// decoded.
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { Encoding } from '../../../contract/table/reading.ts';
import { throwWriteError } from '../../resources/temporaryFolder.ts';
import { filePieces } from '../filePieces.ts';
import { type OpenFile, requireUnchanged } from '../openFile.ts';
import { decoderOf } from './decoder.ts';
import { DecodingErrors } from './decodingErrors.ts';
import { Beyond, type Detected } from './detectEncoding.ts';
import { MixedDecoder, type Mixture } from './mixedDecoder.ts';

const readBytes = 2 ** 19;

export interface Copied {
  /** The superset `cp949` or `windows-1252` where the text needed it; of a mixture, that of most lines. */
  encoding: Encoding;
  /** The lines in another encoding; null where there are none. */
  mixture: Mixture | null;
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
  { encoding, mixed }: Detected,
  path: string,
  { signal, onFraction }: CopyOptions,
): Promise<Copied> {
  const hash = createHash('sha256');
  const errors = new DecodingErrors();
  const beyond = encoding === 'euc-kr' || encoding === 'iso-8859-1' ? new Beyond(encoding) : null;
  const mixture = mixed ? new MixedDecoder(encoding) : null;
  let larger = false;
  const out = await open(path, 'wx', 0o600).catch(throwWriteError);
  try {
    let decode: ReturnType<typeof decoderOf> | null = null;
    for await (const { bytes, end } of filePieces(file, readBytes, signal)) {
      hash.update(bytes);
      larger ||= beyond?.found(bytes) ?? false;
      decode ??= mixture?.decode ?? decoderOf(encoding, bytes);
      const { utf8, bad } = decode(bytes, end >= file.bytes);
      errors.add(utf8, bad);
      await out.writeFile(utf8.includes(0) ? withoutNuls(utf8, errors) : utf8).catch(throwWriteError);
      onFraction?.(end / file.bytes);
    }
  } finally {
    await out.close();
  }
  await requireUnchanged(file);
  // Bytes of UTF-8 are beyond the smaller character set, too.
  const named = larger && !mixed && beyond !== null ? beyond.larger : encoding;
  const other = mixture?.result() ?? null;
  return {
    encoding: other?.encoding === encoding ? 'utf-8' : named,
    mixture: other,
    errors,
    hash: hash.digest('hex'),
  };
}

function withoutNuls(utf8: Buffer, errors: DecodingErrors): Buffer {
  const kept = utf8.filter((byte) => byte !== 0);
  errors.nuls += utf8.length - kept.length;
  return Buffer.from(kept);
}
