// The calls that write files for other programs.
import { withContractErrors } from '../appErrors.ts';
import type { Implementer } from '../implementer.ts';
import { exportPrepared } from '../table/preparedTable.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { exportModel } from './exportModel.ts';

export function exportRouter(os: Implementer['export'], session: WorkspaceSession) {
  return {
    file: os.file.handler(({ input, signal }) => exportModel(session, input, signal)),
    prepared: os.prepared.handler(async function* ({ input }) {
      return yield* withContractErrors(exportPrepared(session, input.raw === true));
    }),
  };
}
