// What a learner has done of each lesson: a small file in the home folder, rewritten after every answer, met goal and step.
import path from 'node:path';
import { z } from 'zod';
import { type LessonProgress, lessonProgressSchema } from '../contract/lesson/progress.ts';
import { writeAtomically, writeFailure } from './atomic.ts';
import { readJson, storageVersion } from './damaged.ts';
import { makeFolders } from './makeFolders.ts';
import { privateFolder } from './privacy.ts';

const schema = z.object({
  version: z.literal(storageVersion),
  lessons: z.record(z.string(), lessonProgressSchema),
});

/** By the ids of the lessons; a lesson may be called `constructor`. */
export type LessonsProgress = Map<string, LessonProgress>;

const fileOf = (home: string) => path.join(home, 'lessons.json');

/** Empty where there is none yet, or it was damaged (then it was renamed). */
export async function readLessonsProgress(home: string): Promise<LessonsProgress> {
  const kept = await readJson(fileOf(home), schema);
  return new Map(Object.entries(kept?.lessons ?? {}));
}

/** Throws AppError disk_full, disk_write_failed. */
export async function writeLessonsProgress(home: string, progress: LessonsProgress): Promise<void> {
  try {
    await makeFolders(home, privateFolder);
  } catch (error) {
    throw writeFailure(home, error);
  }
  const kept = { version: storageVersion, lessons: Object.fromEntries(progress) };
  await writeAtomically(fileOf(home), `${JSON.stringify(kept, null, 2)}\n`);
}
