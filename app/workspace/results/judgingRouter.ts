// The calls that judge the current run's model beyond its scores.
import { implement } from '@orpc/server';
import { judgingCalls } from '../../contract/calls/judgingCalls.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { curvesOf, residualDistributionOf } from './curves.ts';
import { setThreshold } from './threshold.ts';

const os = implement(judgingCalls);

export function judgingRouter(session: WorkspaceSession) {
  return {
    curves: os.curves.handler(({ input, signal }) => curvesOf(session, input, signal)),
    residualDistribution: os.residualDistribution.handler(({ input, signal }) =>
      residualDistributionOf(session, input, signal),
    ),
    threshold: os.threshold.handler(({ input }) => setThreshold(session, input)),
  };
}
