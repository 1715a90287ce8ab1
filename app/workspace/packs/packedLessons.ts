// What of lessons is in a file of packed runs. A damaged or newer progress costs nothing but itself.
import { isDeepStrictEqual } from 'node:util';
import { AppError } from '../../contract/issues/errors.ts';
import type { LessonProgress } from '../../contract/lesson/progress.ts';
import type { PackedLessons } from '../../contract/packs.ts';
import { type LessonFile, readLesson } from '../../lesson/readLesson.ts';
import { type KeptLessons, lessonsIn, lookAtLessons } from '../../storage/lessonsFile.ts';
import { mergedProgress } from '../lessons/mergedProgress.ts';
import type { PackFile } from './packFile.ts';
import type { ListedLesson } from './packList.ts';

/** null where there is none. */
export async function lessonsOf(pack: PackFile): Promise<KeptLessons | 'damaged' | 'newer' | null> {
  const { lessons } = pack.list;
  return lessons === null ? null : lessonsIn(await textOf(pack, lessons.progress));
}

/** null where it is no lesson, as this version reads it. */
export async function lessonOf(pack: PackFile, listed: ListedLesson): Promise<LessonFile | null> {
  return readLesson(Buffer.from(await textOf(pack, listed))).file;
}

/** @param home of this program */
export async function shownLessons(pack: PackFile, home: string): Promise<PackedLessons | null> {
  const progress = await lessonsOf(pack);
  if (progress === null) return null;
  if (typeof progress === 'string') return { kind: progress };
  const names: Record<'files' | 'unread', string[]> = { files: [], unread: [] };
  for (const listed of pack.list.lessons?.files ?? [])
    names[(await lessonOf(pack, listed)) === null ? 'unread' : 'files'].push(listed.name);
  const here = await lookAtLessons(home);
  const known = typeof here === 'string' ? new Map<string, LessonProgress>() : here.progress;
  const fresh = [...progress.progress].filter(([id, there]) => !holds(known.get(id), there)).length;
  return { kind: 'readable', count: progress.progress.size, fresh, ...names };
}

/** Whether nothing is new in `there`. */
function holds(here: LessonProgress | undefined, there: LessonProgress): boolean {
  return here !== undefined && isDeepStrictEqual(mergedProgress(here, there), here);
}

/** Empty where it is not what was packed. */
async function textOf(pack: PackFile, listed: Parameters<PackFile['text']>[0]): Promise<string> {
  return pack.text(listed).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'pack_damaged') return '';
    throw error;
  });
}
