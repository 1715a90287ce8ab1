// The lesson that a learner goes on with.

import type { LessonSummary } from '../../../app/contract/lesson/lesson.ts';

/** The open one, else the last one that was begun and is not done, else the first one that is not done, else the first one; null where
 *  there is none. @param open id of the open lesson. */
export function nextLesson(list: readonly LessonSummary[], open: string | null): LessonSummary | null {
  const unfinished = list.filter(({ progress }) => !progress?.done);
  const begun = unfinished.findLast(({ progress }) => progress !== null);
  return list.find(({ id }) => id === open) ?? begun ?? unfinished[0] ?? list[0] ?? null;
}
