// A model of Keras -> the bytes of a model file of ours, by a process of its own, which may hang, grow or crash: only this file is then refused.
import { readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { AppError } from '../../contract/issues/errors.ts';
import { removeTemporaryFolder, temporaryFolder } from '../../dataset/resources/temporaryFolder.ts';
import type { StartUnpacker } from '../../dataset/source/unpacker/unpackerPort.ts';
import { unpackInChild } from '../../dataset/source/unpacker/unpackInChild.ts';
import { limitsFor } from '../../dataset/source/unpacker/unpackLimits.ts';
import { damaged } from '../../export/tensors.ts';

export interface ConvertOptions {
  startUnpacker?: StartUnpacker | undefined;
  signal?: AbortSignal | undefined;
}

const mebi = 2 ** 20;
/** A weight of 4 bytes is read as a number of 8, turned, rounded and written, each time into another array. */
const memoryPerByte = 16;

const leastSeconds = 60;

/** Throws AppError model_damaged, disk_full, disk_write_failed, file_changed; the signal's reason when aborted. */
export async function convertKeras(
  path: string,
  { startUnpacker, signal }: ConvertOptions,
  least = leastSeconds,
): Promise<Uint8Array> {
  if (startUnpacker === undefined) throw new Error(`Nothing can read ${path} here.`);
  const { size: bytes, mtimeMs: modified } = await stat(path);
  const usual = limitsFor(bytes);
  const seconds = least + Math.round(bytes / mebi);
  const limits = { ...usual, seconds, memory: usual.memory + memoryPerByte * bytes };
  const folder = await temporaryFolder();
  try {
    const output = join(folder, 'model');
    const file = { container: 'keras', path, fileName: basename(path), bytes, modified } as const;
    const request = { ...file, output, sheet: null, sample: false, limits };
    await unpackInChild(startUnpacker, request, { signal });
    return await readFile(output);
  } catch (error) {
    throw refusal(error, path);
  } finally {
    removeTemporaryFolder(folder);
  }
}

/** The unpacker's sentences say what to do with a table. */
function refusal(error: unknown, path: string): unknown {
  if (!(error instanceof AppError)) return error;
  const { code, values } = error;
  const reason = clauseOf(code, values as Record<string, unknown>);
  return reason === null ? error : damaged(path, reason, error);
}

function clauseOf(
  code: AppError['code'],
  { why, limit, how, reason }: Record<string, unknown>,
): string | null {
  if (code === 'model_damaged') return String(reason);
  if (code === 'unpack_stopped') return `the process that read it stopped (${how})`;
  if (code === 'archive_bomb') return 'it becomes many times as large when it is read';
  if (code !== 'unpack_refused') return null;
  return why === 'seconds'
    ? `reading it takes longer than ${limit} s`
    : `reading it needs more than ${Math.round(Number(limit) / mebi)} MiB of memory`;
}
