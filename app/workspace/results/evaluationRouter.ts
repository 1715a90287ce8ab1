// The calls about how good the current run's model is, where it is wrong and why.
import type { Implementer } from '../implementer.ts';
import { evaluationOf, viewEvaluation } from '../runs/runCalls.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';

export function evaluationRouter(os: Implementer['evaluation'], session: WorkspaceSession) {
  return {
    get: os.get.handler(({ input }) => evaluationOf(session, input.runId)),
    view: os.view.handler(({ input }) => viewEvaluation(session, input.runId)),
  };
}
