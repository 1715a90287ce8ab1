// The error for a file that reaches one of its limits (unpackLimits.ts).
import { AppError } from '../../../contract/issues/errors.ts';
import type { UnpackRequest } from './unpackerPort.ts';
import type { UnpackLimits } from './unpackLimits.ts';

const reasons: Record<keyof UnpackLimits, (limit: number) => string> = {
  memory: (limit) => `it needs more than ${Math.round(limit / 2 ** 20)} MiB of memory`,
  seconds: (limit) => `it takes longer than ${limit} s`,
  depth: (limit) => `its values are nested more than ${limit} levels deep`,
  columns: (limit) => `its rows have more than ${limit} columns`,
  record: (limit) => `one of its records is longer than ${Math.round(limit / 2 ** 20)} MiB`,
};

export function unpackRefused(
  { fileName: file, bytes, limits }: Pick<UnpackRequest, 'fileName' | 'bytes' | 'limits'>,
  why: keyof UnpackLimits,
): AppError {
  const limit = limits[why];
  const sentence = `${file} (${bytes} bytes) was not read: ${reasons[why](limit)}. If you trust it, save its table as CSV and open that.`;
  return new AppError('unpack_refused', sentence, { file, bytes, why, limit });
}
