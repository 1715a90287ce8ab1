// How much JavaScript the built page loads before its first screen is visible: the scripts in its index.html.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { AppError } from '../../../contract/issues/errors.ts';

/** Bytes after gzip -9. Throws AppError internal where the page is not built. */
export async function firstScreenBytes(folder: string): Promise<number> {
  const index = await readFile(join(folder, 'index.html'), 'utf8').catch((cause) => {
    const message = `The page is not built in ${folder}: run "npm run build" first.`;
    throw new AppError('internal', message, { reason: folder }, { cause });
  });
  const files = [...index.matchAll(/(?:src|href)="([^"]+\.js)"/g)].map(([, name]) => join(folder, name!));
  const scripts = await Promise.all(files.map((file) => readFile(file)));
  return scripts.reduce((sum, script) => sum + gzipSync(script, { level: 9 }).length, 0);
}
