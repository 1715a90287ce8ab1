// The open lesson in memory: its file, where the learner is, and which run is its own.
import { AppError } from '../../contract/issues/errors.ts';
import type { LessonChoices } from '../../contract/lesson/arrangement.ts';
import type { LessonLanguage, LessonRef, LessonStep } from '../../contract/lesson/lesson.ts';
import type { LessonProgress, OpenLesson } from '../../contract/lesson/progress.ts';
import type { LessonPlace } from '../../storage/lessonsFile.ts';
import type { SavedLesson } from '../../storage/workspaceFile.ts';
import type { OpenTable } from '../table/openTable.ts';
import type { FoundLesson } from './lessonFiles.ts';
import type { Looking } from './looking/looking.ts';

/** What a lesson's spec is proposed from. */
export type LessonSettings = LessonChoices & { targets: string[]; features: string[] };

export interface LiveLesson {
  ref: LessonRef;
  /** In the language in which it was opened; goals and right answers are the same in each. */
  found: FoundLesson;
  /** Where its file and table are; null: it comes with the program. */
  place: LessonPlace | null;
  /** Index of the present step. */
  step: number;
  /** Where its settings were made: another table that is open is not the lesson's. */
  table: OpenTable | null;
  /** Whether it goes on with a table of the learner's. */
  own: boolean;
  progress: LessonProgress;
  /** All settings so far, those that the learner changed included. */
  settings: LessonSettings;
  /** The run that it keeps. */
  runId: string | null;
  looking: Looking;
}

export const noProgress: LessonProgress = { step: 0, met: [], answers: {}, rightAnswers: {}, done: false };

/** Throws AppError lesson_needed. */
export function openLesson({ lesson }: { lesson: LiveLesson | null }): LiveLesson {
  if (lesson !== null) return lesson;
  throw new AppError('lesson_needed', 'No lesson is open; open one first.');
}

export function presentStep({ found, step }: LiveLesson): LessonStep {
  return found.file.lesson.steps[step]!;
}

/** The lesson as the state shows it. */
export function viewOf({ found, step, own, progress }: LiveLesson): OpenLesson {
  return { id: found.file.lesson.id, step, own, progress };
}

/** What a later backend opens it again from. @param open the workspace's table */
export function savedFrom(lesson: LiveLesson, open: OpenTable | null): SavedLesson {
  const { ref, found, table, own, settings, runId } = lesson;
  const language = found.file.lesson.language as LessonLanguage;
  return { lesson: ref, language, onItsTable: table !== null && table === open, own, settings, runId };
}

/** The 0-based data row that the step, or the last one before it that names one, shows. */
export function rowOfStep({ found, step, own }: LiveLesson): number | undefined {
  // Another table has other rows.
  if (own) return undefined;
  const named = found.file.lesson.steps.slice(0, step + 1).map(({ arrangement }) => arrangement.row);
  return named.findLast((row) => row !== undefined);
}
