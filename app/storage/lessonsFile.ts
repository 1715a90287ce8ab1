// What a learner has done of each lesson: a small file in the home folder, rewritten after every answer, met goal and step.
import path from 'node:path';
import { z } from 'zod';
import { type LessonProgress, lessonProgressSchema } from '../contract/lesson/progress.ts';
import { writeAtomically, writeFailure } from './atomic.ts';
import { newerVersionOf, readJson, storageVersion } from './damaged.ts';
import { makeFolders } from './makeFolders.ts';
import { privateFolder } from './privacy.ts';

export const lessonsFileName = 'lessons.json';

export const lessonsFileSchema = z.object({
  version: z.literal(storageVersion),
  lessons: z.record(z.string(), lessonProgressSchema),
});

/** By the ids of the lessons; a lesson may be called `constructor`. */
export type LessonsProgress = Map<string, LessonProgress>;

/** Why nothing of the file could be read: it was damaged and has another name now, or a newer Chainrule wrote it. */
export type UnreadLessons = { kind: 'damaged'; renamed: string } | { kind: 'newer'; version: number };

const fileOf = (home: string) => path.join(home, lessonsFileName);

/** Empty where there is none yet, and where it cannot be read, which `onUnread` hears. */
export async function readLessonsProgress(
  home: string,
  onUnread: (why: UnreadLessons) => void = () => {},
): Promise<LessonsProgress> {
  const kept = await readJson(fileOf(home), lessonsFileSchema, (renamed) =>
    onUnread({ kind: 'damaged', renamed }),
  );
  if (kept !== null) return new Map(Object.entries(kept.lessons));
  const version = await newerVersionOf(fileOf(home));
  if (version !== null) onUnread({ kind: 'newer', version });
  return new Map();
}

/** Leaves a file as it is that a newer Chainrule wrote. Throws AppError disk_full, disk_write_failed. */
export async function writeLessonsProgress(home: string, progress: LessonsProgress): Promise<void> {
  if ((await newerVersionOf(fileOf(home))) !== null) return;
  try {
    await makeFolders(home, privateFolder);
  } catch (error) {
    throw writeFailure(home, error);
  }
  const kept = { version: storageVersion, lessons: Object.fromEntries(progress) };
  await writeAtomically(fileOf(home), `${JSON.stringify(kept, null, 2)}\n`);
}
