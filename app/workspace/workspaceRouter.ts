// The calls of the workspace as a whole: its state, undo and redo, back to the start.
import { implement, lazy } from '@orpc/server';
import { workspaceCalls } from '../contract/calls/workspaceCalls.ts';
import { keepUpload } from '../storage/uploads.ts';
import { withContractErrors } from './appErrors.ts';
import { replaceTable } from './table/datasetCalls.ts';
import { resolveFile } from './table/fileRef.ts';
import type { WorkspaceSession } from './workspaceSession.ts';

const os = implement(workspaceCalls);

export function workspaceRouter(session: WorkspaceSession) {
  return {
    watch: os.watch.handler(({ signal }) => withContractErrors(session.state.watch(signal))),
    dismiss: os.dismiss.handler(({ input }) =>
      session.change({ notices: session.state.value.notices.filter(({ id }) => id !== input.notice) }),
    ),
    // Undoing and opening any kind of file needs most of the program.
    undo: lazy(async () => {
      const { undoOrRedo } = await import('./undo/undoCalls.ts');
      return { default: os.undo.handler(({ signal }) => undoOrRedo(session, 'back', signal)) };
    }),
    redo: lazy(async () => {
      const { undoOrRedo } = await import('./undo/undoCalls.ts');
      return { default: os.redo.handler(({ signal }) => undoOrRedo(session, 'forth', signal)) };
    }),
    open: lazy(async () => {
      const { openFile } = await import('./openFile.ts');
      return {
        default: os.open.handler(async ({ input, signal }) =>
          openFile(session, await resolveFile(input.file, session.options), signal),
        ),
      };
    }),
    keep: os.keep.handler(async ({ input: { file } }) => {
      const id = await keepUpload(session.options.home, file.name, await file.bytes());
      return { kind: 'upload', id };
    }),
    close: os.close.handler(() => closeAll(session)),
  };
}

async function closeAll(session: WorkspaceSession) {
  session.refuseBusy();
  await session.live?.close();
  session.live = null;
  replaceTable(session, null);
  return session.change({ dataset: null, spec: null, plan: null, run: null, notices: [] });
}
