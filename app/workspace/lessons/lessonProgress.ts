// Keeps what was done of the open lesson: shows it, and writes it into the home folder, but for a window that only looks on.
import type { LessonProgress } from '../../contract/lesson/progress.ts';
import { readLessonsProgress, writeLessonsProgress } from '../../storage/lessonsFile.ts';
import { inBackground } from '../bugs.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { type LiveLesson, viewOf } from './liveLesson.ts';

/** A failed write loses only that. */
export async function keepProgress(
  session: WorkspaceSession,
  lesson: LiveLesson,
  progress: LessonProgress,
): Promise<void> {
  lesson.progress = progress;
  if (session.lesson === lesson) session.change({ lesson: viewOf(lesson) });
  if (session.looksOn) return;
  const { home } = session.options;
  await inBackground('while the progress in a lesson was kept', async () => {
    const all = await readLessonsProgress(home);
    all.set(lesson.found.file.lesson.id, lesson.progress);
    await writeLessonsProgress(home, all);
  });
}
