// The calls about how good the current run's model is, where it is wrong and why.
import { withContractErrors } from '../appErrors.ts';
import type { Implementer } from '../implementer.ts';
import { evaluationOf, viewEvaluation } from '../runs/runCalls.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { curvesOf, residualDistributionOf } from './curves.ts';
import { groupsOfRun, worstGroupsOfRun } from './errorGroups.ts';
import { errorRows, errorRowsCsv, residuals } from './errorRows.ts';
import { setThreshold } from './threshold.ts';

export function evaluationRouter(os: Implementer['evaluation'], session: WorkspaceSession) {
  return {
    get: os.get.handler(({ input }) => evaluationOf(session, input.runId)),
    view: os.view.handler(({ input }) => viewEvaluation(session, input.runId)),
    curves: os.curves.handler(({ input }) => curvesOf(session, input)),
    residualDistribution: os.residualDistribution.handler(({ input }) =>
      residualDistributionOf(session, input),
    ),
    threshold: os.threshold.handler(({ input }) => setThreshold(session, input.runId, input.threshold)),
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
