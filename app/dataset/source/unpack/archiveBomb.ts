// Limits on the unpacked size of an archive: a small archive bomb must fill neither disk nor memory.
import { AppError } from '../../../contract/issues/errors.ts';
import { fileLimit, type OpenFile } from '../openFile.ts';

/** Deflate reaches at most 1032:1, and only for content that repeats everywhere; tables reach 50:1, constant ones 200:1. */
export const ratioLimit = 250;
/** For less than this unpacked, the ratio does not matter. */
export const freeBytes = 32 * 2 ** 20;

/** Whether `packed` bytes unpack to more than a table would. */
export function unpacksTooFar(unpacked: number, packed: number): boolean {
  return (unpacked > freeBytes && unpacked / Math.max(packed, 1) > ratioLimit) || unpacked > fileLimit;
}

export function archiveBomb(
  { fileName: file, bytes }: Pick<OpenFile, 'fileName' | 'bytes'>,
  unpacked: number,
  packed: number,
): AppError {
  const ratio = Math.round(unpacked / Math.max(packed, 1));
  const size = `${file} unpacks to more than ${Math.floor(unpacked / 2 ** 20)} MiB from ${bytes} bytes`;
  const advice = 'If you trust it, unpack it yourself and open a part of its rows.';
  const values = { file, bytes, unpacked, ratio };
  return new AppError('archive_bomb', `${size}: it was not read further. ${advice}`, values);
}
