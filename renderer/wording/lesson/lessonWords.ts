// Names of lessons and what is said of how far a learner is.

import type { Lesson, LessonSummary } from '../../../app/contract/lesson/lesson.ts';
import { m } from '../../paraglide/messages.js';
import { numbers } from '../numbers.ts';

type Named = Pick<Lesson, 'number' | 'title'>;

/** `7. Gradient descent`; a lesson that is not shipped has no number. */
export function numberedTitle({ number, title }: Named): string {
  return number === null ? title : `${numbers().whole(number)}. ${title}`;
}

/** `Lesson 7: Gradient descent`. */
export function lessonName({ number, title }: Named): string {
  return number === null ? title : m.lesson_named({ number: numbers().whole(number), title });
}

/** `2 of 3 goals`, or how many there are while none is met. */
export function goalsMet({ goals, progress }: LessonSummary): string {
  const met = progress?.met.length ?? 0;
  const all = numbers().whole(goals);
  if (progress === null) return m.lessons_goals({ count: goals, text: all });
  return m.lessons_goals_met({ met: numbers().whole(met), all, count: goals });
}
