// Opens the lesson again that an earlier backend had open, at the step where it was. The table, the spec and the run are restored before it.
import type { SavedLesson } from '../../storage/workspaceFile.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { begin, openTableOf } from './lessonCalls.ts';
import { findLesson } from './lessonFiles.ts';
import { keptLessons } from './lessonProgress.ts';
import { makeRoom } from './lessonRun.ts';
import { type LiveLesson, noProgress, viewOf } from './liveLesson.ts';
import { Looking } from './looking/looking.ts';

/** Throws what opening a lesson throws. */
export async function restoreLesson(session: WorkspaceSession, saved: SavedLesson): Promise<void> {
  const { lesson: ref, language, onItsTable, own, settings, runId } = saved;
  const found = await findLesson(ref, language, session.options);
  const { id, steps } = found.file.lesson;
  const kept = await keptLessons(session);
  const progress = kept.progress.get(id) ?? noProgress;
  const step = Math.min(progress.step, steps.length - 1);
  const lesson: LiveLesson = {
    ...{ ref, found, step, progress, own, settings, runId },
    place: kept.places.get(id) ?? null,
    table: onItsTable ? session.open : null,
    looking: new Looking(),
  };
  if (onItsTable && !own && session.open === null) {
    await openTableOf(session, found);
    await begin(session, lesson);
  }
  session.lesson = lesson;
  session.onEdit = (spec) => makeRoom(session, spec);
  session.change({ lesson: viewOf(lesson) });
}
