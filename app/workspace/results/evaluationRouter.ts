// The calls about how good the current run's model is, where it is wrong and why.
import { implement } from '@orpc/server';
import { scoreCalls } from '../../contract/calls/scoreCalls.ts';
import { withRepeats } from '../../evaluation/repeats/withRepeats.ts';
import { laterCalls } from '../laterCalls.ts';
import { evaluationOf, runOf, viewEvaluation } from '../runs/runCalls.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';

const os = implement(scoreCalls);

export function evaluationRouter(session: WorkspaceSession) {
  const judging = laterCalls(async () => (await import('./judgingRouter.ts')).judgingRouter(session));
  const errors = laterCalls(async () => (await import('./errorRouter.ts')).errorRouter(session));
  const why = laterCalls(async () => (await import('./explanationRouter.ts')).explanationRouter(session));
  return {
    get: os.get.handler(({ input: { runId } }) =>
      withRepeats(evaluationOf(session, runId), runOf(session, runId).repeats),
    ),
    view: os.view.handler(async ({ input: { runId } }) =>
      withRepeats(await viewEvaluation(session, runId), runOf(session, runId).repeats),
    ),
    curves: judging('curves'),
    residualDistribution: judging('residualDistribution'),
    threshold: judging('threshold'),
    rows: errors('rows'),
    rowsCsv: errors('rowsCsv'),
    residuals: errors('residuals'),
    groups: errors('groups'),
    worstGroups: errors('worstGroups'),
    importance: why('importance'),
    dependence: why('dependence'),
    contributions: why('contributions'),
    nearest: why('nearest'),
    coefficients: why('coefficients'),
  };
}
