// The calls of the workspace as a whole: its state, undo and redo, back to the start.
import { implement } from '@orpc/server';
import type { Opened } from '../contract/arrivals.ts';
import { workspaceCalls } from '../contract/calls/workspaceCalls.ts';
import { keepUpload } from '../storage/uploads.ts';
import { withContractErrors } from './appErrors.ts';
import { looksOn } from './home/lookingOn.ts';
import { isLessonFile } from './lessons/lessonFiles.ts';
import { openModel } from './models/openModel.ts';
import { isModelFile } from './models/readModel.ts';
import { openTableForModel } from './models/tableForModel.ts';
import { packContents } from './packs/packContents.ts';
import { isPack } from './packs/packFile.ts';
import { replaceTable } from './table/datasetCalls.ts';
import { type ChosenFile, resolveFile } from './table/fileRef.ts';
import { undoOrRedo } from './undo/undoCalls.ts';
import type { WorkspaceSession } from './workspaceSession.ts';

const os = implement(workspaceCalls);

export function workspaceRouter(session: WorkspaceSession) {
  return {
    watch: os.watch.handler(({ signal }) => withContractErrors(session.state.watch(signal))),
    dismiss: os.dismiss.handler(({ input }) =>
      session.change({ notices: session.state.value.notices.filter(({ id }) => id !== input.notice) }),
    ),
    undo: os.undo.handler(({ signal }) => undoOrRedo(session, 'back', signal)),
    redo: os.redo.handler(({ signal }) => undoOrRedo(session, 'forth', signal)),
    open: os.open.handler(async ({ input, signal }) =>
      openFile(session, await resolveFile(input.file, session.options), signal),
    ),
    keep: os.keep.handler(async ({ input: { file } }) => {
      const id = await keepUpload(session.options.home, file.name, await file.bytes());
      return { kind: 'upload', id };
    }),
    close: os.close.handler(() => closeAll(session)),
  };
}

/** Opens a file according to its content. */
async function openFile(
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

async function closeAll(session: WorkspaceSession) {
  session.refuseBusy();
  await session.live?.close();
  session.live = null;
  replaceTable(session, null);
  return session.change({ dataset: null, spec: null, plan: null, run: null, notices: [] });
}
