// What was done of lessons: read from the home folder, and kept there, but for a window that only looks on. Where it cannot be read, the page says so.
import type { LessonProgress } from '../../contract/lesson/progress.ts';
import type { Notice } from '../../contract/workspace.ts';
import {
  type KeptLessons,
  readLessons,
  type UnreadLessons,
  writeLessons,
} from '../../storage/lessonsFile.ts';
import { inBackground } from '../bugs.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { type LiveLesson, viewOf } from './liveLesson.ts';

/** Sessions whose pages know that a newer program's file is left as it is: once is enough. */
const told = new WeakSet<WorkspaceSession>();

export function keptLessons(session: WorkspaceSession): Promise<KeptLessons> {
  return readLessons(session.options.home, (why) => {
    if (why.kind === 'newer' && told.has(session)) return;
    if (why.kind === 'newer') told.add(session);
    session.change({ notices: [...session.state.value.notices, noticeOf(why)] });
  });
}

/** What is kept, with the open lesson as it is: pages ask as soon as it changes, before that is written. */
export async function presentLessons(session: WorkspaceSession): Promise<KeptLessons> {
  const kept = await keptLessons(session);
  if (session.lesson !== null) addLesson(kept, session.lesson);
  return kept;
}

function addLesson({ progress, places }: KeptLessons, lesson: LiveLesson): void {
  const { id } = lesson.found.file.lesson;
  progress.set(id, lesson.progress);
  if (lesson.place !== null) places.set(id, lesson.place);
}

function noticeOf(why: UnreadLessons): Notice {
  if (why.kind === 'damaged') {
    const { renamed } = why;
    const message = `What was done of lessons cannot be read; it was renamed to ${renamed}, and is kept anew from now on.`;
    return { id: `lessons-${renamed}`, kind: 'lessonsDamaged', message, values: { renamed } };
  }
  const { version } = why;
  const message = `What was done of lessons was written by a newer Chainrule (format ${version}); it stays as it is, and what is done now is not kept.`;
  return { id: 'lessonsNewer', kind: 'lessonsNewer', message, values: { version } };
}

/** A failed write loses only that. */
export async function keepProgress(
  session: WorkspaceSession,
  lesson: LiveLesson,
  progress: LessonProgress,
): Promise<void> {
  lesson.progress = progress;
  if (session.lesson === lesson) session.change({ lesson: viewOf(lesson) });
  if (session.looksOn) return;
  await inBackground('while the progress in a lesson was kept', async () => {
    const kept = await keptLessons(session);
    addLesson(kept, lesson);
    await writeLessons(session.options.home, kept);
  });
}
