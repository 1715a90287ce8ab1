// The calls about how good the current run's model is, where it is wrong and why.
import type { Implementer } from '../implementer.ts';
import { evaluationOf, viewEvaluation } from '../runs/runCalls.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { curvesOf, residualsOfRun } from './curves.ts';
import { setThreshold } from './threshold.ts';

export function evaluationRouter(os: Implementer['evaluation'], session: WorkspaceSession) {
  return {
    get: os.get.handler(({ input }) => evaluationOf(session, input.runId)),
    view: os.view.handler(({ input }) => viewEvaluation(session, input.runId)),
    curves: os.curves.handler(({ input }) => curvesOf(session, input)),
    residuals: os.residuals.handler(({ input }) => residualsOfRun(session, input)),
    threshold: os.threshold.handler(({ input }) => setThreshold(session, input.runId, input.threshold)),
  };
}
