// The runs kept under the home folder. One that was put elsewhere (`--out`) is not listed: its folder is its owner's.
import fs from 'node:fs/promises';
import path from 'node:path';
import { isMissing, readJson } from './damaged.ts';
import { runRecordSchema } from './runRecord.ts';

/** In no particular order: `startedAt` in run.json says when. What is no readable run is left out. */
export async function listRuns(home: string): Promise<{ id: string; folder: string }[]> {
  const runs = path.join(path.resolve(home), 'runs');
  let entries: string[];
  try {
    entries = await fs.readdir(runs);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
  const found: { id: string; folder: string }[] = [];
  for (const entry of entries) {
    const folder = path.join(runs, entry);
    const record = await readJson(path.join(folder, 'run.json'), runRecordSchema);
    if (record !== null) found.push({ id: record.id, folder });
  }
  return found;
}
