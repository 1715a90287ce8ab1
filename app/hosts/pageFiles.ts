// The built page, read once when a host starts. Requests look names up in a table and never touch the disk, so
// no path can lead out of the folder, and a build beside a running program changes nothing under it.
import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { AppError } from '../contract/issues/errors.ts';
import { isMissing } from '../storage/damaged.ts';

export interface PageFile {
  body: Buffer;
  type: string;
  /** Whether the name holds a hash of the content, so that it may be cached for good. */
  immutable: boolean;
}

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};

/** Path of a URL (`/assets/index-1a2b.js`) -> file; `/` is `index.html`. Throws AppError internal where it is not built. */
export async function readPageFiles(folder: string): Promise<ReadonlyMap<string, PageFile>> {
  const files = new Map<string, PageFile>();
  try {
    await readInto(files, folder, '/');
  } catch (error) {
    // No folder, no page: the sentence below says what to do.
    if (!isMissing(error)) throw error;
  }
  const index = files.get('/index.html');
  if (!index)
    throw new AppError('internal', `The page is not built in ${folder}: run "npm run build" first.`, {
      reason: folder,
    });
  files.set('/', index);
  return files;
}

/** Folder by folder: Electron's archive does not list recursively. */
async function readInto(files: Map<string, PageFile>, folder: string, prefix: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    const name = prefix + entry.name;
    if (entry.isDirectory()) await readInto(files, path, `${name}/`);
    if (!entry.isFile()) continue;
    const type = types[extname(name)] ?? 'application/octet-stream';
    files.set(name, { body: await readFile(path), type, immutable: name.startsWith('/assets/') });
  }
}
