// The program's folder and version: the nearest folder above this file that has our package.json, whether in the source tree,
// in dist/ or inside a packaged app.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

function packageFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error('package.json of Chainrule was not found above its own files.');
    folder = parent;
  }
  return folder;
}

export const programFolder = packageFolder();

export const programVersion: string = JSON.parse(
  readFileSync(join(programFolder, 'package.json'), 'utf8'),
).version;

/** A folder of the program whose files DuckDB opens by path: in a packaged app it is beside the archive, not inside. */
export const dataFolder = (name: string): string =>
  join(programFolder.replace(/app\.asar$/, 'app.asar.unpacked'), name);
