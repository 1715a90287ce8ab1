// The calls of repeats: cross-validation, and the same training with several seeds.
import { implement } from '@orpc/server';
import { repeatCalls } from '../../contract/calls/repeatCalls.ts';
import { withContractErrors } from '../appErrors.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { costOf, keepRepeats, startRepeats, stopRepeats, takeRepeat, updatesOf } from './repeatsCalls.ts';

const os = implement(repeatCalls);

export function repeatsRouter(session: WorkspaceSession) {
  return {
    cost: os.cost.handler(({ input }) => costOf(session, input)),
    start: os.start.handler(({ input }) => startRepeats(session, input)),
    keep: os.keep.handler(({ input }) => keepRepeats(session, input)),
    stop: os.stop.handler(() => stopRepeats(session)),
    watch: os.watch.handler(({ input, signal }) => withContractErrors(updatesOf(session, input, signal))),
    take: os.take.handler(({ input }) => takeRepeat(session, input.number)),
  };
}
