// Files that were uploaded by a browser: each in a folder of its own under `<home>/uploads` with a random id as its name, under
// a file name that is safe on every system. The server host writes the bytes.
import { randomBytes } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../contract/issues/errors.ts';
import { writeFailure } from './atomic.ts';
import { isMissing, readJson } from './damaged.ts';
import { lookAtLessons } from './lessonsFile.ts';
import { makeFolders } from './makeFolders.ts';
import { refuseOfOther } from './otherUser.ts';
import { privateFile, privateFolder } from './privacy.ts';
import { refsOf, runRecordSchema, type Source } from './runRecord.ts';
import { readWorkspace } from './workspaceFile.ts';

const dayMs = 24 * 60 * 60 * 1_000;
/** A week: long enough to come back to a table on Monday. */
const keptMs = 7 * dayMs;

/** A path for a new file with the person's name `fileName`. Throws AppError disk_full or disk_write_failed. */
export async function newUpload(home: string, fileName: string): Promise<{ id: string; path: string }> {
  const id = randomBytes(16).toString('hex');
  const folder = path.join(path.resolve(home), 'uploads', id);
  try {
    await refuseOfOther(path.resolve(home));
    await makeFolders(folder, privateFolder);
  } catch (error) {
    throw writeFailure(folder, error);
  }
  return { id, path: path.join(folder, safeName(fileName)) };
}

/** Writes a file whose bytes are at hand; returns its id. Throws AppError disk_full or disk_write_failed. */
export async function keepUpload(home: string, fileName: string, bytes: Uint8Array): Promise<string> {
  const { id, path: file } = await newUpload(home, fileName);
  try {
    await fs.writeFile(file, bytes, { flag: 'wx', mode: privateFile });
  } catch (error) {
    await removeUpload(home, id);
    throw writeFailure(file, error);
  }
  return id;
}

/** The path of upload `id`. Throws AppError file_not_found. */
export async function uploadPath(home: string, id: string): Promise<string> {
  if (/^[0-9a-f]{32}$/.test(id)) {
    const folder = path.join(path.resolve(home), 'uploads', id);
    try {
      const [name] = await fs.readdir(folder);
      if (name !== undefined) return path.join(folder, name);
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }
  throw new AppError('file_not_found', `The uploaded file ${id} is no longer kept: choose it again.`, {
    file: id,
  });
}

/** The newest upload with the person's name `fileName`; null where none is kept. */
export async function newestUpload(
  home: string,
  fileName: string,
): Promise<{ id: string; path: string } | null> {
  const uploads = path.join(path.resolve(home), 'uploads');
  const ids = await fs.readdir(uploads).catch(() => []);
  let newest: { id: string; path: string; mtimeMs: number } | null = null;
  for (const id of ids.filter((name) => /^[0-9a-f]{32}$/.test(name))) {
    const file = path.join(uploads, id, safeName(fileName));
    const mtimeMs = (await fs.stat(file).catch(() => null))?.mtimeMs ?? -1;
    if (mtimeMs > (newest?.mtimeMs ?? -1)) newest = { id, path: file, mtimeMs };
  }
  return newest;
}

/** Removes an upload, e.g. when its transfer was interrupted. */
export async function removeUpload(home: string, id: string): Promise<void> {
  if (!/^[0-9a-f]{32}$/.test(id)) return;
  await fs.rm(path.join(path.resolve(home), 'uploads', id), { recursive: true, force: true });
}

/** Removes uploads older than a week that neither the workspace nor a run nor a lesson refers to; returns their ids. */
export async function removeOldUploads(home: string, now: number = Date.now()): Promise<string[]> {
  const uploads = path.join(path.resolve(home), 'uploads');
  let ids: string[];
  try {
    ids = await fs.readdir(uploads);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
  const old: string[] = [];
  for (const id of ids.filter((name) => /^[0-9a-f]{32}$/.test(name))) {
    const { mtimeMs } = await fs.stat(path.join(uploads, id));
    if (now - mtimeMs > keptMs) old.push(id);
  }
  if (old.length === 0) return [];
  const kept = await referredUploads(home);
  const gone = old.filter((id) => !kept.has(id));
  for (const id of gone) await removeUpload(home, id);
  return gone;
}

async function referredUploads(home: string): Promise<Set<string>> {
  const kept = new Set<string>();
  const workspace = await readWorkspace(home);
  const keep = (source: Source) => {
    for (const file of refsOf(source)) if (file.kind === 'upload') kept.add(file.id);
  };
  if (workspace?.dataset) keep(workspace.dataset);
  if (workspace?.lesson?.lesson.kind === 'upload') kept.add(workspace.lesson.lesson.id);
  const lessons = await lookAtLessons(home);
  for (const { file, table } of typeof lessons === 'string' ? [] : lessons.places.values())
    for (const ref of [file, table]) if (ref?.kind === 'upload') kept.add(ref.id);
  // A deleted run can still be restored.
  for (const runs of [path.join(path.resolve(home), 'runs'), path.join(path.resolve(home), 'trash')]) {
    for (const entry of await fs.readdir(runs).catch(() => [])) {
      const record = await readJson(path.join(runs, entry, 'run.json'), runRecordSchema);
      if (record !== null) keep(record.dataset);
    }
  }
  return kept;
}

/** The last part of `fileName` without characters that a file system may refuse; the ending is kept. */
export function safeName(fileName: string): string {
  const last = fileName.split(/[\\/]/).at(-1) ?? '';
  const clean = last
    .normalize('NFC')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be in a name
    .replace(/[\u0000-\u001f\u007f<>:"|?*\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '_')
    .replace(/^\.+/, '_')
    .replace(/[. ]+$/, '');
  const reserved = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(clean) ? `_${clean}` : clean;
  if (reserved === '') return 'table.csv';
  if (Buffer.byteLength(reserved) <= 200) return reserved;
  const ending = /\.[\w]{1,10}$/.exec(reserved)?.[0] ?? '';
  let stem = reserved.slice(0, reserved.length - ending.length);
  while (Buffer.byteLength(stem + ending) > 200) stem = Array.from(stem).slice(0, -1).join('');
  return stem + ending;
}
