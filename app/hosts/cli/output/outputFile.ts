// Writes the file that --out names: first beside it, then renamed over it, so that an interrupted run leaves no half-written file. An
// existing file that is not regular (a pipe, /dev/null) is written into.
import { randomBytes } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../../contract/issues/errors.ts';
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

/** Refuses an --out that must not be written, before any work: one of the inputs, and, without `force`, a file that is there already. A
 *  pipe or a device is no such file. Throws AppError option_invalid, file_exists. */
export async function refuseOutput(
  out: string,
  inputs: readonly string[],
  force: boolean | undefined,
): Promise<void> {
  for (const input of inputs) {
    if (!(await sameFile(out, input))) continue;
    throw new AppError('option_invalid', `--out is ${input} itself, which is read: choose another name.`, {
      option: '--out',
      expected: 'another file',
      found: input,
    });
  }
  const there = await fs.stat(out).catch(() => null);
  if (there?.isFile() !== true || force) return;
  throw new AppError(
    'file_exists',
    `${out} exists already: choose another name, or replace it with --force.`,
    { path: out },
  );
}

/** Whether both paths lead to the same file. */
export async function sameFile(one: string, other: string): Promise<boolean> {
  const [a, b] = await Promise.all([fs.stat(one).catch(() => null), fs.stat(other).catch(() => null)]);
  return a !== null && b !== null && a.dev === b.dev && a.ino === b.ino;
}
