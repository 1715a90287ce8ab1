// How large a home folder is, and what takes the room. Links are not followed; what disappears meanwhile counts as nothing.
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { HomeSizes } from '../contract/kept.ts';
import { writerOf } from './atomic.ts';
import { lessonsFileName, lessonsFileSchema } from './lessonsFile.ts';

/** Folders of the dataset stage for copies of tables. */
const temporaryTables = /^chainrule-table-/;

export async function sizesOf(home: string): Promise<HomeSizes> {
  const folder = path.resolve(home);
  const [runs, deleted, tables, lessons, all, copies] = await Promise.all([
    shareOf(path.join(folder, 'runs')),
    shareOf(path.join(folder, 'trash')),
    shareOf(path.join(folder, 'uploads')),
    lessonsIn(folder),
    measure(folder),
    shareOf(os.tmpdir(), (name) => temporaryTables.test(name)),
  ]);
  const temporary = { count: copies.count + all.unfinished, bytes: copies.bytes + all.unfinishedBytes };
  return { home: folder, runs, deleted, tables, lessons, temporary, bytes: all.bytes };
}

/** Of a file that cannot be read no lesson is counted. */
async function lessonsIn(folder: string) {
  const file = path.join(folder, lessonsFileName);
  const text = await fs.readFile(file, 'utf8').catch(() => '');
  const bytes = Buffer.byteLength(text);
  try {
    return { count: Object.keys(lessonsFileSchema.parse(JSON.parse(text)).lessons).length, bytes };
  } catch {
    return { count: 0, bytes };
  }
}

/** The entries of a folder and all that is in them. */
async function shareOf(folder: string, counts: (name: string) => boolean = () => true) {
  const names = (await fs.readdir(folder).catch(() => [])).filter(counts);
  let bytes = 0;
  for (const name of names) bytes += (await measure(path.join(folder, name))).bytes;
  return { count: names.length, bytes };
}

/** Of a file, or of a folder with all that is in it. */
export async function bytesOf(place: string): Promise<number> {
  return (await measure(place)).bytes;
}

async function measure(
  place: string,
): Promise<{ bytes: number; unfinished: number; unfinishedBytes: number }> {
  const status = await fs.lstat(place).catch(() => null);
  const sum = { bytes: 0, unfinished: 0, unfinishedBytes: 0 };
  if (status === null) return sum;
  if (!status.isDirectory()) {
    sum.bytes = status.isFile() ? status.size : 0;
    if (writerOf(path.basename(place)) !== null)
      Object.assign(sum, { unfinished: 1, unfinishedBytes: sum.bytes });
    return sum;
  }
  for (const name of await fs.readdir(place).catch(() => [])) {
    const part = await measure(path.join(place, name));
    sum.bytes += part.bytes;
    sum.unfinished += part.unfinished;
    sum.unfinishedBytes += part.unfinishedBytes;
  }
  return sum;
}
