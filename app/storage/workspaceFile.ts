// What the workspace had open, so that a new process can continue: the file, the edited spec, the run, the lesson. A small file in the home
// folder, rewritten after every change.
import path from 'node:path';
import { z } from 'zod';
import { lessonChoicesSchema } from '../contract/lesson/arrangement.ts';
import { lessonLanguages, lessonRefSchema } from '../contract/lesson/lesson.ts';
import { runSpecSchema } from '../contract/spec/spec.ts';
import { writeAtomically, writeFailure } from './atomic.ts';
import { readJson, storageVersion } from './damaged.ts';
import { makeFolders } from './makeFolders.ts';
import { privateFolder } from './privacy.ts';
import { sourceSchema } from './source.ts';

/** The open lesson: where its file is, and what it has set so far. Its step is part of its progress (lessonsFile.ts). */
export const savedLessonSchema = z.object({
  lesson: lessonRefSchema,
  language: z.enum(lessonLanguages),
  /** Whether the open table is the one that its settings were made on, and whether that is the learner's own. */
  onItsTable: z.boolean(),
  own: z.boolean(),
  settings: lessonChoicesSchema.extend({ targets: z.array(z.string()), features: z.array(z.string()) }),
  runId: z.string().nullable(),
});
export type SavedLesson = z.infer<typeof savedLessonSchema>;

export const savedWorkspaceSchema = z.object({
  version: z.literal(storageVersion),
  dataset: sourceSchema.nullable(),
  spec: runSpecSchema.nullable(),
  runId: z.string().nullable(),
  /** Absent in older files. */
  lesson: savedLessonSchema.nullable().default(null),
});
export type SavedWorkspace = z.infer<typeof savedWorkspaceSchema>;

/** Throws AppError disk_full or disk_write_failed. */
export async function writeWorkspace(home: string, saved: SavedWorkspace): Promise<void> {
  try {
    await makeFolders(home, privateFolder);
  } catch (error) {
    throw writeFailure(home, error);
  }
  await writeAtomically(path.join(home, 'workspace.json'), `${JSON.stringify(saved, null, 2)}\n`);
}

/** null if there is none yet, or it was damaged (then it was renamed). */
export async function readWorkspace(home: string): Promise<SavedWorkspace | null> {
  return readJson(path.join(home, 'workspace.json'), savedWorkspaceSchema);
}
