// Limits on how much an archive may unpack to: an archive bomb of a few bytes must fill neither disk nor memory.
import { AppError } from '../../../contract/issues/errors.ts';
import type { OpenFile } from '../openFile.ts';

/** Deflate packs 1032:1 at most, and only what repeats itself all over; tables reach 50:1, constant ones 200:1. */
export const ratioLimit = 250;
/** Below this no ratio is held against a file. */
export const freeBytes = 32 * 2 ** 20;

export function archiveBomb({ fileName: file, bytes }: OpenFile, unpacked: number, packed: number): AppError {
  const ratio = Math.round(unpacked / Math.max(packed, 1));
  const size = `${file} unpacks to more than ${Math.floor(unpacked / 2 ** 20)} MiB from ${bytes} bytes`;
  const advice = 'If you trust it, unpack it yourself and open a part of its rows.';
  const values = { file, bytes, unpacked, ratio };
  return new AppError('archive_bomb', `${size}: it was not read further. ${advice}`, values);
}
