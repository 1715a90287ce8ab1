// Opens a file by what it is: a table, a model, a lesson, or packed runs.
import type { Opened } from '../contract/arrivals.ts';
import { looksOn } from './home/lookingOn.ts';
import { isLessonFile } from './lessons/lessonFiles.ts';
import { openModel } from './models/openModel.ts';
import { isModelFile } from './models/readModel.ts';
import { openTableForModel } from './models/tableForModel.ts';
import { packContents } from './packs/packContents.ts';
import { isPack } from './packs/packFile.ts';
import type { ChosenFile } from './table/fileRef.ts';
import type { WorkspaceSession } from './workspaceSession.ts';

export async function openFile(
  session: WorkspaceSession,
  file: ChosenFile,
  signal: AbortSignal | undefined,
): Promise<Opened> {
  if (await isPack(file.path))
    return {
      kind: 'pack',
      contents: await packContents(session.options.home, file.path, file.fileName),
    };
  if (await isLessonFile(file)) return { kind: 'lesson' };
  const isModel = await isModelFile(file.path);
  if (isModel && session.looksOn) throw looksOn();
  if (isModel) {
    const { runId } = await openModel(session, file);
    return { kind: 'model', runId, withTable: session.open !== null };
  }
  await openTableForModel(session, [file], {}, signal);
  return { kind: 'table' };
}
