// How far a learner is in a lesson: what is kept of each lesson, and what the workspace's state says of the open one.
import { z } from 'zod';

/** What a learner has done of a lesson; kept in the home folder. */
export const lessonProgressSchema = z.object({
  /** Index of the step where it was left. */
  step: z.number().int().min(0),
  /** Ids of goals that were met, at any time. */
  met: z.array(z.string()),
  /** The answers to questions by their ids: the option's index, or the number. */
  answers: z.record(z.string(), z.number()),
  /** The right answers of these questions, as they were then. */
  rightAnswers: z.record(z.string(), z.number()),
  /** Whether the last step was reached with all goals met. */
  done: z.boolean(),
});
export type LessonProgress = z.infer<typeof lessonProgressSchema>;

/** The open lesson in the workspace's state. */
export const openLessonSchema = z.object({
  id: z.string(),
  step: z.number().int(),
  /** Whether it goes on with the learner's own table. */
  own: z.boolean(),
  progress: lessonProgressSchema,
});
export type OpenLesson = z.infer<typeof openLessonSchema>;
