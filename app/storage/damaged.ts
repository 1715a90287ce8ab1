// Reads JSON files that we wrote, without trusting them: an unreadable file is renamed, so that the program starts again, and a person
// can still read it.
import fs from 'node:fs/promises';
import { z } from 'zod';

/** Version of all JSON files under the home folder; they share one number. */
export const storageVersion = 1;
const newerSchema = z.object({ version: z.number().gt(storageVersion) });

/** The content of `file`, checked by `schema`; null where there is no such file, a newer Chainrule wrote it, or it was damaged
 *  (then it is renamed, which `onDamaged` hears). */
export async function readJson<T>(
  file: string,
  schema: z.ZodType<T>,
  onDamaged: (renamed: string) => void = () => {},
): Promise<T | null> {
  const text = await readIfThere(file);
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text);
    if (newerSchema.safeParse(value).success) return null;
    return schema.parse(value);
  } catch {
    onDamaged(await putAside(file));
    return null;
  }
}

/** The version of `file` where a newer Chainrule wrote it; else null. */
export async function newerVersionOf(file: string): Promise<number | null> {
  return newerVersionIn(await fs.readFile(file, 'utf8').catch(() => ''));
}

/** The same of a file's text. */
export function newerVersionIn(text: string): number | null {
  try {
    return newerSchema.safeParse(JSON.parse(text)).data?.version ?? null;
  } catch {
    return null;
  }
}

/** Renames `file` to `<file>.damaged`, or `.damaged.2`, ... if that exists. */
export async function putAside(file: string): Promise<string> {
  for (let n = 1; ; n++) {
    const name = n === 1 ? `${file}.damaged` : `${file}.damaged.${n}`;
    const taken = await fs.lstat(name).then(
      () => true,
      () => false,
    );
    if (taken) continue;
    await fs.rename(file, name);
    return name;
  }
}

async function readIfThere(file: string): Promise<string | null> {
  try {
    return await fs.readFile(file, 'utf8');
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

const missing: readonly unknown[] = ['ENOENT', 'ENOTDIR', 'ENAMETOOLONG'];

/** Whether there is no such file or folder (any more). */
export async function isGone(place: string): Promise<boolean> {
  return fs.lstat(place).then(() => false, isMissing);
}

/** Whether the error means that there is no such file; there is none of a name that is too long. */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && missing.includes(error.code);
}
