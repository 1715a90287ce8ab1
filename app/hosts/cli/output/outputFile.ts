// Writes the file that --out names: first beside it, then renamed over it, so that an interrupted run leaves no half-written file. An
// existing file that is not regular (a pipe, /dev/null) is written into.
import { randomBytes } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import { writeFailure } from '../../../storage/atomic.ts';

type Pieces = AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>;

/** Throws AppError disk_full or disk_write_failed; an error of `pieces` passes through, and nothing is left behind. */
export async function writeOutput(file: string, pieces: Pieces): Promise<void> {
  const there = await fs.stat(file).catch(() => null);
  if (there !== null && !there.isFile() && !there.isDirectory()) {
    await writeAll(file, file, pieces);
    return;
  }
  // A link stays one: its target is replaced.
  const target = there === null ? path.resolve(file) : await fs.realpath(file);
  const beside = path.join(
    path.dirname(target),
    `.${path.basename(target)}.${randomBytes(4).toString('hex')}`,
  );
  try {
    await writeAll(beside, file, pieces);
    await fs.rename(beside, target).catch((error: unknown) => {
      throw writeFailure(file, error);
    });
  } finally {
    await fs.rm(beside, { force: true });
  }
}

async function writeAll(into: string, named: string, pieces: Pieces): Promise<void> {
  const failed = (error: unknown): never => {
    throw writeFailure(named, error);
  };
  const handle = await fs.open(into, 'w').catch(failed);
  try {
    for await (const piece of pieces) await handle.writeFile(piece).catch(failed);
    if ((await handle.stat()).isFile()) await handle.sync().catch(failed);
  } finally {
    await handle.close();
  }
}

/** Whether both paths lead to the same file. */
export async function sameFile(one: string, other: string): Promise<boolean> {
  const [a, b] = await Promise.all([fs.stat(one).catch(() => null), fs.stat(other).catch(() => null)]);
  return a !== null && b !== null && a.dev === b.dev && a.ino === b.ino;
}
