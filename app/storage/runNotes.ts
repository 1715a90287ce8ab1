// A person's notes on a run: name, notes and star. A separate file beside run.json, since the run in progress writes that one.
import path from 'node:path';
import { z } from 'zod';
import { type RunNotes, runNotesSchema } from '../contract/run/training.ts';
import { writeAtomically } from './atomic.ts';
import { readJson, storageVersion } from './damaged.ts';

const fileSchema = runNotesSchema.extend({ version: z.literal(storageVersion) });
const none: RunNotes = { name: '', notes: '', starred: false };

function fileOf(folder: string): string {
  return path.join(folder, 'notes.json');
}

/** Empty notes if there are none. */
export async function readRunNotes(folder: string): Promise<RunNotes> {
  const kept = await readJson(fileOf(folder), fileSchema);
  if (kept === null) return none;
  const { name, notes, starred } = kept;
  return { name, notes, starred };
}

/** Throws AppError disk_full or disk_write_failed. */
export async function writeRunNotes(folder: string, notes: RunNotes): Promise<void> {
  await writeAtomically(
    fileOf(folder),
    `${JSON.stringify({ version: storageVersion, ...notes }, null, 2)}\n`,
  );
}
