// Watches the memory of the process that it runs in, and the size of what that process writes, while a file is unpacked.
import { readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { AppError } from '../../../contract/issues/errors.ts';
import { archiveBomb, unpacksTooFar } from '../unpack/archiveBomb.ts';
import type { UnpackRequest } from './unpackerPort.ts';
import { unpackRefused } from './unpackRefused.ts';

/** Milliseconds between two looks: memory grows by at most some 20 MB meanwhile. One look takes 0.02 ms. */
const lookEvery = 20;

export interface LimitWatch {
  /** Looks once more, at the end. */
  check(): void;
  stop(): void;
}

/** Calls `exceeded` when a limit is exceeded, perhaps more than once. */
export function watchLimits(request: UnpackRequest, exceeded: (error: AppError) => void): LimitWatch {
  const check = () => {
    if (process.memoryUsage.rss() > request.limits.memory) exceeded(unpackRefused(request, 'memory'));
    const written = writtenBytes(request);
    if (unpacksTooFar(written, request.bytes)) exceeded(archiveBomb(request, written, request.bytes));
  };
  const timer = setInterval(check, lookEvery);
  return { check, stop: () => clearInterval(timer) };
}

/** Of all files in the folder of the output, but for the one that is unpacked, which may be there too. */
function writtenBytes({ output, path }: UnpackRequest): number {
  const folder = dirname(output);
  const files = readdirSync(folder).map((name) => join(folder, name));
  return files.reduce((sum, file) => (file === path ? sum : sum + bytesOf(file)), 0);
}

function bytesOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
