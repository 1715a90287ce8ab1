// A workload's inputs from files that other programs read too: NAME.X.f32 (rows x inputs, row-major) and NAME.y.f32 (class
// index, 0 or 1, or value), both little-endian float32 and nothing else.
import { readFile } from 'node:fs/promises';
import { endianness } from 'node:os';
import { join } from 'node:path';
import { AppError } from '../../../contract/issues/errors.ts';
import type { Rows } from '../../../engine/runConfig.ts';
import { targetColumns, type Workload } from './workloads.ts';

/** Throws AppError file_not_found or file_unreadable. */
export async function readRows(workload: Workload, folder: string): Promise<Rows> {
  const { name, rows, inputs } = workload;
  const features = await readFloats(join(folder, `${name}.X.f32`), rows, inputs);
  const targets = await readFloats(join(folder, `${name}.y.f32`), rows, targetColumns(workload));
  return { rows, features, targets, weights: null };
}

async function readFloats(file: string, rows: number, columns: number): Promise<Float32Array> {
  const bytes = await readFile(file).catch((cause: NodeJS.ErrnoException) => {
    const missing = cause.code === 'ENOENT';
    const reason = cause.message;
    throw missing
      ? new AppError('file_not_found', `There is no file ${file}.`, { file }, { cause })
      : new AppError('file_unreadable', `${file} could not be read: ${reason}.`, { file, reason }, { cause });
  });
  const expected = rows * columns * 4;
  if (bytes.length !== expected) {
    const reason = `it has ${bytes.length} bytes, and ${rows} x ${columns} float32 numbers are ${expected}`;
    throw new AppError('file_unreadable', `${file} does not hold this workload: ${reason}.`, {
      file,
      reason,
    });
  }
  if (endianness() === 'BE') bytes.swap32();
  // A copy of its own, since a small file's bytes may lie anywhere in Node's pool.
  return new Float32Array(new Uint8Array(bytes).buffer);
}
