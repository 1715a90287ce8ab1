// The calls of the search for the best network.
import { implement } from '@orpc/server';
import { searchCalls } from '../../contract/calls/searchCalls.ts';
import { withContractErrors } from '../appErrors.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import {
  closeSearch,
  keepCandidate,
  resumeSearch,
  searchOfRun,
  searchUpdates,
  specOfCandidate,
  startSearch,
  stopSearch,
  takeCandidate,
} from './searchCalls.ts';

const os = implement(searchCalls);

export function searchRouter(session: WorkspaceSession) {
  return {
    start: os.start.handler(({ input }) => startSearch(session, input)),
    resume: os.resume.handler(() => resumeSearch(session)),
    stop: os.stop.handler(() => stopSearch(session)),
    watch: os.watch.handler(({ signal }) => withContractErrors(searchUpdates(session, signal))),
    spec: os.spec.handler(({ input }) => specOfCandidate(session, input)),
    take: os.take.handler(({ input }) => takeCandidate(session, input)),
    keep: os.keep.handler(({ input }) => keepCandidate(session, input)),
    ofRun: os.ofRun.handler(({ input }) => searchOfRun(session, input.runId)),
    close: os.close.handler(() => closeSearch(session)),
  };
}
