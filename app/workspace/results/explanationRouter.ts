// The calls about why the current run's model predicts as it does.
import { implement } from '@orpc/server';
import { explanationCalls } from '../../contract/calls/explanationCalls.ts';
import { withContractErrors } from '../appErrors.ts';
import { explainDependence } from '../explaining/dependence.ts';
import { nearestTo } from '../explaining/nearest.ts';
import { explainRow } from '../explaining/rowContributions.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { explainedRun, runCoefficients, runImportance } from './explanations.ts';

const os = implement(explanationCalls);

export function explanationRouter(session: WorkspaceSession) {
  const explained = (runId: string) => explainedRun(session, runId);
  return {
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
  };
}
