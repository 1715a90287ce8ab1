// The calls about how good the current run's model is, where it is wrong and why.
import { implement } from '@orpc/server';
import { evaluationCalls } from '../../contract/calls/evaluationCalls.ts';
import { withRepeats } from '../../evaluation/repeats/withRepeats.ts';
import { withContractErrors } from '../appErrors.ts';
import { explainDependence } from '../explaining/dependence.ts';
import { nearestTo } from '../explaining/nearest.ts';
import { explainRow } from '../explaining/rowContributions.ts';
import { evaluationOf, runOf, viewEvaluation } from '../runs/runCalls.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { curvesOf, residualDistributionOf } from './curves.ts';
import { groupsOfRun, worstGroupsOfRun } from './errorGroups.ts';
import { errorRows, errorRowsCsv, residuals } from './errorRows.ts';
import { explainedRun, runCoefficients, runImportance } from './explanations.ts';
import { setThreshold } from './threshold.ts';

const os = implement(evaluationCalls);

export function evaluationRouter(session: WorkspaceSession) {
  const explained = (runId: string) => explainedRun(session, runId);
  return {
    get: os.get.handler(({ input: { runId } }) =>
      withRepeats(evaluationOf(session, runId), runOf(session, runId).repeats),
    ),
    view: os.view.handler(async ({ input: { runId } }) =>
      withRepeats(await viewEvaluation(session, runId), runOf(session, runId).repeats),
    ),
    importance: os.importance.handler(({ input, signal }) =>
      withContractErrors(runImportance(session, input, signal)),
    ),
    dependence: os.dependence.handler(async ({ input, signal }) =>
      explainDependence(await explained(input.runId), input, signal),
    ),
    contributions: os.contributions.handler(async ({ input: { runId, of, output }, signal }) =>
      explainRow(await explained(runId), of, output, signal),
    ),
    nearest: os.nearest.handler(async ({ input, signal }) =>
      nearestTo(await explained(input.runId), input, signal),
    ),
    coefficients: os.coefficients.handler(({ input, signal }) =>
      runCoefficients(session, input.runId, signal),
    ),
    curves: os.curves.handler(({ input, signal }) => curvesOf(session, input, signal)),
    residualDistribution: os.residualDistribution.handler(({ input, signal }) =>
      residualDistributionOf(session, input, signal),
    ),
    threshold: os.threshold.handler(({ input }) => setThreshold(session, input)),
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
