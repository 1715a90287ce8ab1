// The calls that write files for other programs.
import { implement } from '@orpc/server';
import { exportCalls } from '../../contract/calls/exportCalls.ts';
import { withContractErrors } from '../appErrors.ts';
import { exportPrepared } from '../table/preparedTable.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { exportModel } from './exportModel.ts';

const os = implement(exportCalls);

export function exportRouter(session: WorkspaceSession) {
  return {
    file: os.file.handler(({ input, signal }) => exportModel(session, input, signal)),
    prepared: os.prepared.handler(async function* ({ input }) {
      return yield* withContractErrors(exportPrepared(session, input.raw === true));
    }),
  };
}
