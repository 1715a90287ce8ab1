// Adds the progress in lessons of a file of packed runs to what is kept here, of which nothing is lost. Files of lessons come along where this
// home folder has none.
import { isOfNewer, type KeptLessons, writeLessons } from '../../storage/lessonsFile.ts';
import { shippedLessons } from '../lessons/lessonFiles.ts';
import { keptLessons } from '../lessons/lessonProgress.ts';
import { viewOf } from '../lessons/liveLesson.ts';
import { mergedProgress } from '../lessons/mergedProgress.ts';
import { openedLessons } from '../lessons/openedLessons.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { lessonOf, lessonsOf } from './packedLessons.ts';
import type { PackFile } from './packFile.ts';
import type { ListedLesson } from './packList.ts';

/** Where entries become uploads; each gives its id. */
interface Uploads {
  lesson(listed: ListedLesson): Promise<string>;
  table(index: number): Promise<string>;
}

/** Returns of how many lessons progress is kept now: none where a newer Chainrule wrote what is kept here, which the workspace says. Throws
 *  AppError disk_full, disk_write_failed, and what `uploads` throw. */
export async function addLessons(
  session: WorkspaceSession,
  pack: PackFile,
  uploads: Uploads,
): Promise<number> {
  const theirs = await lessonsOf(pack);
  if (theirs === null || typeof theirs === 'string') return 0;
  const { home } = session.options;
  const here = await keptLessons(session);
  if (await isOfNewer(home)) return 0;
  for (const [id, progress] of theirs.progress)
    here.progress.set(id, mergedProgress(here.progress.get(id), progress));
  await addFiles(session, pack, here, uploads);
  followOpen(session, here);
  await writeLessons(home, here);
  return theirs.progress.size;
}

/** Of a lesson that comes with the program, or whose file is here, none is needed. */
async function addFiles(
  session: WorkspaceSession,
  pack: PackFile,
  here: KeptLessons,
  uploads: Uploads,
): Promise<void> {
  const found = (await openedLessons(here, session.options)).filter((one) => one.found !== null);
  const known = new Set([...(await shippedLessons()), ...found].map(({ id }) => id));
  for (const listed of pack.list.lessons?.files ?? []) {
    const id = (await lessonOf(pack, listed))?.lesson.id;
    if (id === undefined || known.has(id)) continue;
    known.add(id);
    const file = { kind: 'upload' as const, id: await uploads.lesson(listed) };
    const table =
      listed.table === null ? null : { kind: 'upload' as const, id: await uploads.table(listed.table) };
    here.places.set(id, { file, table });
  }
}

/** The open lesson stays at its step. */
function followOpen(session: WorkspaceSession, here: KeptLessons): void {
  const { lesson } = session;
  if (lesson === null) return;
  const { id } = lesson.found.file.lesson;
  const merged = here.progress.get(id);
  if (merged === undefined) return;
  lesson.progress = { ...merged, step: lesson.progress.step };
  here.progress.set(id, lesson.progress);
  session.change({ lesson: viewOf(lesson) });
}
