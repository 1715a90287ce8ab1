// Uploads that nobody needs any more.
import fs from 'node:fs/promises';
import path from 'node:path';
import { isMissing, readJson } from './damaged.ts';
import { lookAtLessons } from './lessonsFile.ts';
import { runRecordSchema } from './runRecord.ts';
import { refsOf, type Source } from './source.ts';
import { removeUpload } from './uploads.ts';
import { readWorkspace } from './workspaceFile.ts';

const dayMs = 24 * 60 * 60 * 1_000;
/** A week: long enough to come back to a table on Monday. */
const keptMs = 7 * dayMs;

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
