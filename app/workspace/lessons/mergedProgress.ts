// The progress of one learner in a lesson on two computers as one: a goal that was met on either is met, and of two answers to one question
// that of this computer counts, since a question is answered once.
import type { LessonProgress } from '../../contract/lesson/progress.ts';

/** @param here undefined where nothing was done here. */
export function mergedProgress(here: LessonProgress | undefined, there: LessonProgress): LessonProgress {
  if (here === undefined) return there;
  return {
    step: Math.max(here.step, there.step),
    met: [...new Set([...here.met, ...there.met])],
    answers: { ...there.answers, ...here.answers },
    rightAnswers: { ...there.rightAnswers, ...here.rightAnswers },
    done: here.done || there.done,
  };
}
