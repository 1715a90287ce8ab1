// The lessons that were opened from files: what is kept of them in the home folder names where their files are.
import type { KeptLessons, LessonPlace } from '../../storage/lessonsFile.ts';
import { type FoundLesson, readLessonAt, shippedLessons } from './lessonFiles.ts';

export interface OpenedLesson {
  id: string;
  place: LessonPlace;
  /** null where the file is gone, or is not that lesson any more. */
  found: FoundLesson | null;
}

/** A file whose lesson has the id of a shipped one stands for that, and is not among them. */
export async function openedLessons(
  { places }: KeptLessons,
  options: { home: string; allowPaths: boolean },
): Promise<OpenedLesson[]> {
  const shipped = new Set((await shippedLessons()).map(({ id }) => id));
  const own = [...places].filter(([id]) => !shipped.has(id));
  return Promise.all(
    own.map(async ([id, place]) => {
      const found = await readLessonAt(place.file, options).catch(() => null);
      return { id, place, found: found?.file.lesson.id === id ? found : null };
    }),
  );
}
