// The calls about how good the current run's model is, where it is wrong and why.

import { withRepeats } from '../../evaluation/repeats/withRepeats.ts';
import type { Implementer } from '../implementer.ts';
import { evaluationOf, runOf, viewEvaluation } from '../runs/runCalls.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';

export function evaluationRouter(os: Implementer['evaluation'], session: WorkspaceSession) {
  return {
    get: os.get.handler(({ input: { runId } }) =>
      withRepeats(evaluationOf(session, runId), runOf(session, runId).repeats),
    ),
    view: os.view.handler(async ({ input: { runId } }) =>
      withRepeats(await viewEvaluation(session, runId), runOf(session, runId).repeats),
    ),
  };
}
