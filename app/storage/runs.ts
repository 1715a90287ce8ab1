// The runs kept under the home folder. Runs in other folders (`--out`) are not listed: those folders belong to the person.
import fs from 'node:fs/promises';
import path from 'node:path';
import { isMissing, readJson } from './damaged.ts';
import { runRecordSchema } from './runRecord.ts';

export interface ListedRun {
  id: string;
  folder: string;
  /** ISO 8601, UTC. */
  startedAt: string;
}

/** In no particular order. Folders without a readable run are left out. */
export async function listRuns(home: string): Promise<ListedRun[]> {
  const runs = path.join(path.resolve(home), 'runs');
  let entries: string[];
  try {
    entries = await fs.readdir(runs);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
  const found: ListedRun[] = [];
  for (const entry of entries) {
    const folder = path.join(runs, entry);
    const record = await readJson(path.join(folder, 'run.json'), runRecordSchema);
    if (record !== null) found.push({ id: record.id, folder, startedAt: record.startedAt });
  }
  return found;
}
