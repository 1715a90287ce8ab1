// What a learner has done of each lesson, and where the files of lessons are that do not come with the program: a small file in the home
// folder, rewritten after every answer, met goal and step.
import fs from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { fileRefSchema } from '../contract/fileRef.ts';
import { type LessonProgress, lessonProgressSchema } from '../contract/lesson/progress.ts';
import { writeAtomically, writeFailure } from './atomic.ts';
import { newerVersionIn, newerVersionOf, readJson, storageVersion } from './damaged.ts';
import { makeFolders } from './makeFolders.ts';
import { privateFolder } from './privacy.ts';

export const lessonsFileName = 'lessons.json';

const lessonPlaceSchema = z.object({
  file: fileRefSchema,
  /** null: one of the examples. */
  table: fileRefSchema.nullable(),
});
/** Where a lesson's file and its table are; uploads among them are kept as long as this is. */
export type LessonPlace = z.infer<typeof lessonPlaceSchema>;

export const lessonsFileSchema = z.object({
  version: z.literal(storageVersion),
  lessons: z.record(z.string(), lessonProgressSchema),
  /** Absent in older files. */
  places: z.record(z.string(), lessonPlaceSchema).default({}),
});

/** By the ids of the lessons; a lesson may be called `constructor`. `places` are those of lessons that were opened from a file. */
export interface KeptLessons {
  progress: Map<string, LessonProgress>;
  places: Map<string, LessonPlace>;
}

/** Why nothing of the file could be read: it was damaged and has another name now, or a newer Chainrule wrote it. */
export type UnreadLessons = { kind: 'damaged'; renamed: string } | { kind: 'newer'; version: number };

const fileOf = (home: string) => path.join(home, lessonsFileName);

function fromFile({ lessons, places }: z.infer<typeof lessonsFileSchema>): KeptLessons {
  return { progress: new Map(Object.entries(lessons)), places: new Map(Object.entries(places)) };
}

/** Empty where there is none yet, and where it cannot be read, which `onUnread` hears. */
export async function readLessons(
  home: string,
  onUnread: (why: UnreadLessons) => void = () => {},
): Promise<KeptLessons> {
  const kept = await readJson(fileOf(home), lessonsFileSchema, (renamed) =>
    onUnread({ kind: 'damaged', renamed }),
  );
  if (kept !== null) return fromFile(kept);
  const version = await newerVersionOf(fileOf(home));
  if (version !== null) onUnread({ kind: 'newer', version });
  return { progress: new Map(), places: new Map() };
}

/** The same without renaming a damaged file. */
export async function lookAtLessons(home: string): Promise<KeptLessons | 'damaged' | 'newer'> {
  const text = await fs.readFile(fileOf(home), 'utf8').catch(() => null);
  return text === null ? { progress: new Map(), places: new Map() } : lessonsIn(text);
}

/** What the text of such a file says, or why it cannot be read. */
export function lessonsIn(text: string): KeptLessons | 'damaged' | 'newer' {
  if (newerVersionIn(text) !== null) return 'newer';
  try {
    return fromFile(lessonsFileSchema.parse(JSON.parse(text)));
  } catch {
    return 'damaged';
  }
}

export function lessonsText({ progress, places }: KeptLessons): string {
  const kept = {
    version: storageVersion,
    lessons: Object.fromEntries(progress),
    places: Object.fromEntries(places),
  };
  return `${JSON.stringify(kept, null, 2)}\n`;
}

/** Whether a newer Chainrule wrote what is kept. */
export async function isOfNewer(home: string): Promise<boolean> {
  return (await newerVersionOf(fileOf(home))) !== null;
}

/** Leaves a file as it is that a newer Chainrule wrote. Throws AppError disk_full, disk_write_failed. */
export async function writeLessons(home: string, kept: KeptLessons): Promise<void> {
  if (await isOfNewer(home)) return;
  try {
    await makeFolders(home, privateFolder);
  } catch (error) {
    throw writeFailure(home, error);
  }
  await writeAtomically(fileOf(home), lessonsText(kept));
}
