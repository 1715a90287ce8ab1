// The calls about where the current run's model is wrong.
import { implement } from '@orpc/server';
import { errorCalls } from '../../contract/calls/errorCalls.ts';
import { withContractErrors } from '../appErrors.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { groupsOfRun, worstGroupsOfRun } from './errorGroups.ts';
import { errorRows, errorRowsCsv, residuals } from './errorRows.ts';

const os = implement(errorCalls);

export function errorRouter(session: WorkspaceSession) {
  return {
    rows: os.rows.handler(({ input }) => errorRows(session, input)),
    rowsCsv: os.rowsCsv.handler(({ input, signal }) =>
      withContractErrors(errorRowsCsv(session, input, signal)),
    ),
    residuals: os.residuals.handler(({ input }) => residuals(session, input)),
    groups: os.groups.handler(({ input }) => groupsOfRun(session, input)),
    worstGroups: os.worstGroups.handler(({ input, signal }) =>
      withContractErrors(worstGroupsOfRun(session, input, signal)),
    ),
  };
}
