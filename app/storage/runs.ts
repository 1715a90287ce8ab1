// The runs kept under the home folder. Runs in other folders (`--out`) are not listed: those folders belong to the person.
import fs from 'node:fs/promises';
import path from 'node:path';
import { isMissing, newerVersionOf, readJson } from './damaged.ts';
import { runRecordSchema } from './runRecord.ts';

export interface ListedRun {
  /** Of a copied folder its own name, since ids are unique in the list; of every other run the id in run.json. */
  id: string;
  folder: string;
  /** ISO 8601, UTC. */
  startedAt: string;
  /** The id that another folder has too: the run there is the original; else null. */
  copyOf: string | null;
}

/** A run that a newer Chainrule wrote: it is left as it is. */
export interface NewerRun {
  folder: string;
  /** Of the format of run.json. */
  version: number;
}

/** In no particular order. Folders without a readable run are left out. */
export async function listRuns(home: string): Promise<ListedRun[]> {
  return (await surveyRuns(home)).runs;
}

/** The listed runs, and those that cannot be read because this program is too old. */
export async function surveyRuns(home: string): Promise<{ runs: ListedRun[]; newer: NewerRun[] }> {
  const runs: ListedRun[] = [];
  const newer: NewerRun[] = [];
  for (const folder of await runFolders(path.join(path.resolve(home), 'runs'))) {
    const file = path.join(folder, 'run.json');
    const record = await readJson(file, runRecordSchema);
    if (record !== null) runs.push({ id: record.id, folder, startedAt: record.startedAt, copyOf: null });
    else {
      const version = await newerVersionOf(file);
      if (version !== null) newer.push({ folder, version });
    }
  }
  return { runs: withUniqueIds(runs), newer };
}

async function runFolders(runs: string): Promise<string[]> {
  try {
    return (await fs.readdir(runs)).map((entry) => path.join(runs, entry));
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

/** The folder that has the id as its name is the original of several with one id, or else the first by name. */
function withUniqueIds(runs: ListedRun[]): ListedRun[] {
  const originals = new Map<string, string>();
  for (const { id, folder } of [...runs].sort((a, b) => (a.folder < b.folder ? -1 : 1)))
    if (!originals.has(id) || path.basename(folder) === id) originals.set(id, folder);
  return runs.map((run) =>
    originals.get(run.id) === run.folder ? run : { ...run, id: path.basename(run.folder), copyOf: run.id },
  );
}
